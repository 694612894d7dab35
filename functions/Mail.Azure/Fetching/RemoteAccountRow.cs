using System.Globalization;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>RemoteAccounts</c>: partition key the address of the account here, row key the name; columns <c>Id</c>, <c>Protocol</c> (<c>pop3</c>,
/// <c>imap</c>), <c>Tls</c> (<c>implicit</c>, <c>starttls</c>, <c>none</c>), <c>Host</c>, <c>Port</c>, <c>User</c>, <c>Authentication</c> (<c>password</c>,
/// <c>apop</c>, <c>oauth</c>), <c>Secret</c>, <c>Fingerprint</c>, <c>Interval</c> (<c>5m</c>), <c>Folders</c> (separated by <c>;</c>), <c>Keep</c> (<c>forever</c>,
/// <c>no</c>, or a time such as <c>14d</c>), <c>SizeLimit</c>, <c>BatchLimit</c>, <c>FilterAsNew</c>, <c>Multidrop</c>, <c>Paused</c> (a reason), <c>Comment</c>,
/// <c>Problem</c>. Empty the usual.
/// </summary>
internal static class RemoteAccountRow
{
    public const string SecretColumn = "Secret";
    public const string PausedColumn = "Paused";

    private const string Forever = "forever";
    private const string No = "no";
    private const long MostSize = 1024L * 1024 * 1024;
    private const int MostBatch = 1_000_000;

    // A host, a user and a field are lines of a protocol.
    private const int MaxText = 320;

    private static readonly string[] MultidropFields = ["Delivered-To", "X-Original-To", "Envelope-To"];

    public static RowReading<RemoteAccount> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        var key = Key(row, problems);
        var id = Lenient.Text(row, "Id");
        if (id is not null && !RemoteAccount.IsId(id))
        {
            problems.Fatal("Id has to be 8 to 40 of a-z and 0-9, or empty");
        }

        var account = new RemoteAccount
        {
            Key = key!,
            Id = id ?? (key is null ? "" : RemoteAccount.DeriveId(key)),
            Protocol = Choice(row, "Protocol", RemoteProtocol.Pop3, "pop3 or imap", problems),
            Tls = Choice(row, "Tls", RemoteTls.Implicit, "implicit, starttls or none", problems),
            Host = Host(row, problems),
            Port = (int?)Number(row, "Port", 1, ushort.MaxValue, problems),
            User = Line(row, "User", problems) ?? Missing("User", problems),
            Authentication = Choice(row, "Authentication", RemoteAuthentication.Password, "password, apop or oauth", problems),
            Secret = Secret(row, problems),
            Fingerprint = Fingerprint(row, problems),
            Interval = Time(row, "Interval", RemoteAccount.LeastInterval, RemoteAccount.MostInterval, problems) ?? RemoteAccount.DefaultInterval,
            Folders = Folders(row, problems),
            KeepFor = Keep(row, problems),
            SizeLimit = Number(row, "SizeLimit", 1024, MostSize, problems) ?? RemoteAccount.DefaultSizeLimit,
            BatchLimit = (int?)Number(row, "BatchLimit", 1, MostBatch, problems),
            FilterAsNew = Truth(row, "FilterAsNew", missing: true, problems),
            Multidrop = Multidrop(row, problems),
            Paused = Lenient.Text(row, PausedColumn),
            Comment = Lenient.Text(row, "Comment"),
        };
        return problems.Result(() => account);
    }

    public static TableEntity Write(RemoteAccount account) => new(PartitionOf(account.Key.Target), account.Key.Name)
    {
        ["Id"] = account.Id,
        ["Protocol"] = SettingText.Choice(account.Protocol),
        ["Tls"] = SettingText.Choice(account.Tls),
        ["Host"] = account.Host,
        // A number column cannot be emptied by a merge; a text column can.
        ["Port"] = account.Port?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["User"] = account.User,
        ["Authentication"] = SettingText.Choice(account.Authentication),
        [SecretColumn] = account.Secret ?? "",
        ["Fingerprint"] = account.Fingerprint ?? "",
        ["Interval"] = SettingText.Time(account.Interval),
        ["Folders"] = string.Join(';', account.Folders),
        ["Keep"] = account.KeepFor switch
        {
            null => Forever,
            { Ticks: 0 } => No,
            { } time => SettingText.Time(time),
        },
        ["SizeLimit"] = account.SizeLimit.ToString(CultureInfo.InvariantCulture),
        ["BatchLimit"] = account.BatchLimit?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["FilterAsNew"] = account.FilterAsNew,
        ["Multidrop"] = account.Multidrop ?? "",
        [PausedColumn] = account.Paused ?? "",
        ["Comment"] = account.Comment ?? "",
        [ProblemColumn.Name] = "",
    };

    public static string PartitionOf(MailAddress target) => TableKey.Encode(target.ToString());

    private static RemoteAccountKey? Key(TableEntity row, RowProblems problems)
    {
        if (!MailAddressParser.TryParse(TableKey.Decode(row.PartitionKey), out var target, out var error) || PartitionOf(target) != row.PartitionKey)
        {
            problems.Fatal($"the partition key has to be the address of an account here: {error ?? "it is written in another way"}");
        }

        if (!RemoteAccountKey.IsName(row.RowKey))
        {
            problems.Fatal("the row key has to be a name: lower-case letters, digits, points, hyphens and underscores, at most 64");
        }

        return target is null ? null : new RemoteAccountKey(target, row.RowKey);
    }

    private static string Host(TableEntity row, RowProblems problems)
    {
        var text = Lenient.Text(row, "Host");
        if (!MailAddressParser.TryParseDomain(text ?? "", out var host, out var error))
        {
            problems.Fatal($"Host has to be a name, or an address in brackets: {error}");
        }

        return host ?? "";
    }

    private static string Missing(string column, RowProblems problems)
    {
        problems.Fatal($"{column} is missing");
        return "";
    }

    /// <summary>Goes into a command: one line.</summary>
    private static string? Line(TableEntity row, string column, RowProblems problems)
    {
        var text = Lenient.Text(row, column);
        if (text is not null && (text.Length > MaxText || text.Any(char.IsControl)))
        {
            problems.Fatal($"{column} has to be one line of at most {MaxText} characters");
        }

        return text;
    }

    private static string? Secret(TableEntity row, RowProblems problems)
    {
        var text = Lenient.Text(row, SecretColumn);
        if (text is not null && RemoteSecretReference.ProblemOf(text) is { } problem)
        {
            problems.Fatal($"{SecretColumn}: {problem}");
        }

        return text;
    }

    private static string? Fingerprint(TableEntity row, RowProblems problems)
    {
        var text = Lenient.Text(row, "Fingerprint")?.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        if (text is not null && (text.Length != 64 || !text.All(char.IsAsciiHexDigit)))
        {
            problems.Fatal("Fingerprint has to be the SHA-256 of a certificate: 64 hexadecimal digits, with or without colons");
        }

        return text;
    }

    private static IReadOnlyList<string> Folders(TableEntity row, RowProblems problems)
    {
        string[] folders = Lenient.Text(row, "Folders")?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (folders.Length > RemoteAccount.MaxFolders || folders.Any(folder => folder.Length > MaxText || folder.Any(char.IsControl)))
        {
            problems.Fatal($"Folders has to be at most {RemoteAccount.MaxFolders} names, separated by ;");
        }

        return folders.Length == 0 ? ["INBOX"] : [.. folders.Distinct(StringComparer.Ordinal)];
    }

    private static TimeSpan? Keep(TableEntity row, RowProblems problems)
    {
        switch (Lenient.Text(row, "Keep")?.ToLowerInvariant())
        {
            case null or Forever:
                return null;
            case No:
                return TimeSpan.Zero;
            case var text when SettingText.TryTime(text, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650), out var time):
                return time;
            default:
                problems.Fatal("Keep has to be forever, no, or a time such as 14d");
                return null;
        }
    }

    private static string? Multidrop(TableEntity row, RowProblems problems)
    {
        var text = Lenient.Text(row, "Multidrop");
        var field = Array.Find(MultidropFields, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (text is not null && field is null)
        {
            problems.Fatal($"Multidrop has to be {string.Join(", ", MultidropFields)}, or empty");
        }

        return field;
    }

    private static TimeSpan? Time(TableEntity row, string column, TimeSpan least, TimeSpan most, RowProblems problems)
    {
        if (Lenient.Text(row, column) is not { } text)
        {
            return null;
        }

        if (!SettingText.TryTime(text, least, most, out var time))
        {
            problems.Fatal($"{column} has to be a time from {SettingText.Time(least)} to {SettingText.Time(most)}, or empty");
        }

        return time;
    }

    private static long? Number(TableEntity row, string column, long least, long most, RowProblems problems)
    {
        if (!Lenient.TryNumber(row, column, out var number) || number < least || number > most)
        {
            problems.Fatal($"{column} has to be a number from {least} to {most}, or empty");
            return null;
        }

        return number;
    }

    private static bool Truth(TableEntity row, string column, bool missing, RowProblems problems)
    {
        if (!Lenient.TryTruth(row, column, out var truth))
        {
            problems.Fatal($"{column} has to be true or false");
        }

        return truth ?? missing;
    }

    private static T Choice<T>(TableEntity row, string column, T missing, string expected, RowProblems problems)
        where T : struct, Enum
    {
        if (Lenient.Text(row, column) is not { } text)
        {
            return missing;
        }

        // "pop3" has a digit, which no other choice has.
        if (typeof(T) == typeof(RemoteProtocol) && text.Equals("pop3", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        if (!SettingText.TryChoice<T>(text, out var choice))
        {
            problems.Fatal($"{column} has to be {expected}");
        }

        return choice;
    }
}
