using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Makes remote accounts of a fetchmailrc.</summary>
/// <param name="domain">Of local names without one.</param>
/// <param name="target">For entries that name nobody here; <c>null</c>: they are not converted.</param>
internal sealed class FetchmailImport(string? domain, MailAddress? target)
{
    /// <summary>What guides recommend as fetchmail's daemon time; without <c>set daemon</c> a cron job decides, which nobody tells us.</summary>
    private static readonly TimeSpan Daemon = RemoteAccount.DefaultInterval;

    private readonly Dictionary<RemoteAccountKey, int> _keys = [];

    public MigrationPlan Read(string file, string text)
    {
        var plan = new MigrationPlan(file);
        var read = FetchmailFile.Read(text);
        read.Problems.ForEach(problem => plan.NotConverted(problem.Line, problem.Text, "it is left out"));
        var daemon = Daemon;
        foreach (var (name, value, line) in read.Settings)
        {
            daemon = name == "daemon" && Seconds(value) is { } given ? given : daemon;
            plan.NotNeeded(line, $"set {name} {(name == "properties" ? "" : value)}", Setting(name));
        }

        FetchmailOptionFate.Report(plan, "defaults:", read.Defaults);
        foreach (var server in read.Servers)
        {
            FetchmailOptionFate.Report(plan, $"poll {server.Label}:", server.Options);
            if (server.Users.Count == 0)
            {
                plan.NotConverted(server.Options.Line, $"poll {server.Label}", "it names no user");
            }

            foreach (var user in server.Users)
            {
                FetchmailOptionFate.Report(plan, $"poll {server.Label} user {user.RemoteName}:", user);
                Convert(plan, server, user, daemon);
            }
        }

        return plan;
    }

    private static string Setting(string name) => name switch
    {
        "daemon" => "each account has its interval",
        "postmaster" => "whom mail without recipient goes to is said by --target",
        _ => "has nothing to do here",
    };

    private void Convert(MigrationPlan plan, FetchmailServer server, FetchmailSection user, TimeSpan daemon)
    {
        var source = $"{(server.IsSkipped ? "skip" : "poll")} {server.Label} user {user.RemoteName}";
        var remarks = new List<string>();
        var access = FetchmailAccess.Read(user, remarks);
        var recipient = FetchmailRecipient.Read(user, domain, target, remarks);
        var host = user.Word("via") ?? server.Label;
        string?[] problems =
        [
            access.Problem,
            recipient.Problem,
            string.IsNullOrEmpty(user.RemoteName) ? "it names no user there" : user.RemoteName.Any(char.IsControl) ? "a user name with control characters" : null,
            MailAddressParser.TryParseDomain(host, out var name, out var wrong) ? null : $"'{host}': {wrong}",
        ];
        if (problems.FirstOrDefault(problem => problem is not null) is { } reason)
        {
            plan.NotConverted(user.Line, source, reason);
            return;
        }

        var key = KeyOf(recipient.Target!, server.Label);
        var account = new RemoteAccount
        {
            Key = key,
            Id = RemoteAccount.DeriveId(key),
            Protocol = access.Protocol,
            Tls = access.Tls,
            Host = name!,
            Port = access.Port,
            User = user.RemoteName!,
            Authentication = access.Authentication,
            Fingerprint = access.Fingerprint,
            Interval = IntervalOf(user, daemon),
            Folders = access.Protocol == RemoteProtocol.Imap && user.Words("folder") is { Count: > 0 } folders ? [.. folders.Take(RemoteAccount.MaxFolders)] : ["INBOX"],
            // fetchmail deletes unless told to keep.
            KeepFor = user.Flag("keep") == true ? null : TimeSpan.Zero,
            SizeLimit = Number(user.Word("limit")) is > 0 and var limit ? limit : RemoteAccount.DefaultSizeLimit,
            BatchLimit = Number(user.Word("fetchlimit")) is > 0 and <= int.MaxValue and var batch ? (int)batch : null,
            Multidrop = recipient.Field,
            Paused = server.IsSkipped ? "skip in fetchmailrc" : null,
        };
        if (account.KeepFor is null)
        {
            remarks.Add("what fetchmail has fetched and kept there is fetched once more");
        }

        plan.Make(user.Line, source, new RemoteTarget(account, user.Word("password")), remarks.Count > 0 ? string.Join("; ", remarks) : null);
    }

    /// <summary>Named by the server; a second one of the same person there gets a number.</summary>
    private RemoteAccountKey KeyOf(MailAddress recipient, string label)
    {
        var plain = string.Concat(label.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
        var name = plain.Length is > 0 and <= RemoteAccountKey.MaxName - 8 ? plain : "mail";
        var key = new RemoteAccountKey(recipient, name);
        var number = _keys[key] = _keys.GetValueOrDefault(key) + 1;
        return number == 1 ? key : key with { Name = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}") };
    }

    /// <summary><c>interval N</c>: every N times that the daemon comes round.</summary>
    private static TimeSpan IntervalOf(FetchmailSection user, TimeSpan daemon)
    {
        var seconds = daemon.TotalSeconds * (Number(user.Word("interval")) is > 1 and <= 100_000 and var times ? times : 1);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, RemoteAccount.LeastInterval.TotalSeconds, RemoteAccount.MostInterval.TotalSeconds));
    }

    private static TimeSpan? Seconds(string text) => Number(text) is > 0 and <= int.MaxValue and var seconds ? TimeSpan.FromSeconds((double)seconds) : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
