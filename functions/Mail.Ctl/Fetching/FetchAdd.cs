using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class FetchAdd : CtlCommand
{
    private readonly Argument<string> _account;
    private readonly Option<string> _protocol;
    private readonly Option<string?> _host;
    private readonly Option<int?> _port;
    private readonly Option<string?> _user;
    private readonly Option<bool> _fromInput;
    private readonly Option<string?> _secret;
    private readonly Option<RemoteTls?> _tls;
    private readonly Option<RemoteAuthentication> _auth;
    private readonly Option<string?> _fingerprint;
    private readonly Option<TimeSpan?> _interval;
    private readonly Option<string[]> _folders;
    private readonly Option<string> _keep;
    private readonly Option<int?> _sizeLimit;
    private readonly Option<int?> _batchLimit;
    private readonly Option<bool> _unfiltered;
    private readonly Option<string?> _multidrop;
    private readonly Option<string?> _comment;
    private readonly Option<bool> _replace;

    public FetchAdd(CtlApp app)
        : base(
            app,
            "add",
            "Collects mail of a mailbox elsewhere into an account here. Asks for the password there unless an option gives it.",
            "mailctl fetch add alice@example.test/gmail --protocol pop3s --host pop.gmail.com --user alice@gmail.com",
            "mailctl fetch add bob@example.test --protocol imaps --host imap.far.test --user bob --keep 14d --password-stdin < secret.txt")
    {
        _account = Take(new Argument<string>("ACCOUNT") { Description = "For whom: alice@example.test/NAME; without a name it is the host's." });
        _protocol = Take(new Option<string>("--protocol") { Description = "pop3s, imaps (TLS from the start), pop3 or imap.", DefaultValueFactory = _ => "pop3s" });
        _protocol.AcceptOnlyFromAmong("pop3s", "imaps", "pop3", "imap");
        _host = Take(Required(Parameters.Text("--host", "The server there.", "HOST")));
        _port = Take(FetchParameters.Number("--port", "Its port, when it is not the usual one.", 1, ushort.MaxValue));
        _user = Take(Required(Parameters.Text("--user", "The name there.", "USER")));
        _fromInput = Take(FetchParameters.FromInput());
        _secret = Take(Parameters.Text("--secret", $"Where the password is: https://VAULT/secrets/{RemoteSecretReference.VaultPrefix}NAME, or env:{RemoteSecretReference.VariablePrefix}NAME of the functions.", "REF"));
        _tls = Take(Choice<RemoteTls?>("--tls", "implicit, starttls or none. [default: implicit for pop3s and imaps, else starttls]", word =>
            SettingText.TryChoice<RemoteTls>(word, out var tls) ? tls : null));
        _auth = Take(Choice("--auth", "password, apop or oauth.", word =>
            SettingText.TryChoice<RemoteAuthentication>(word, out var auth) ? auth : (RemoteAuthentication?)null, RemoteAuthentication.Password));
        _fingerprint = Take(Parameters.Text("--fingerprint", "SHA-256 of the server's certificate: this one and no other.", "HEX"));
        _interval = Take(FetchParameters.Time("--interval", "How often. [default: 5m]", RemoteAccount.LeastInterval, RemoteAccount.MostInterval));
        _folders = Take(new Option<string[]>("--folder") { Description = "IMAP: what is collected; may be given several times. [default: INBOX]", DefaultValueFactory = _ => [] });
        _keep = Take(new Option<string>("--keep") { Description = "How long messages stay there: forever, no, or a time such as 14d.", DefaultValueFactory = _ => "forever" });
        _sizeLimit = Take(FetchParameters.Number("--size-limit", "Octets: larger messages stay there. [default: 50 MiB]", 1024, 1024 * 1024 * 1024));
        _batchLimit = Take(FetchParameters.Number("--batch-limit", "Messages per visit at most.", 1, 1_000_000));
        _unfiltered = Take(new Option<bool>("--no-filter") { Description = "Straight into INBOX, without spam filter, virus scanners and rules." });
        _multidrop = Take(Parameters.Text("--multidrop", "The mailbox is of a whole domain: the field that says for whom a message is, such as Delivered-To.", "FIELD"));
        _comment = Take(Parameters.Text("--comment", "A note to whoever looks at it later."));
        _replace = Take(new Option<bool>("--replace") { Description = "Replace the account of this name if there is one. What has been fetched stays known." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (account, problem) = Read(run);
        if (account is null)
        {
            return CommandResult.Usage(problem!);
        }

        if (await AccountLookup.FindAsync(run, account.Key.Target, cancellationToken) is null)
        {
            return AccountLookup.NotFound(account.Key.Target);
        }

        var there = await run.Storage.RemoteAccounts.FindAsync(account.Key, cancellationToken);
        if (there is not null && !run.Get(_replace))
        {
            return CommandResult.Refused($"There is {account.Key} already; see: mailctl fetch list, or use --replace");
        }

        account = account with { Id = there?.Id ?? account.Id };
        if (run.Get(_secret) is null && account.Authentication != RemoteAuthentication.OAuth)
        {
            var (password, objection) = await FetchParameters.ReadPasswordAsync(Console, run.Get(_fromInput), account.User, cancellationToken);
            if (password is null)
            {
                return objection!;
            }

            account = account with { Secret = (await run.Storage.OpenRemoteSecrets(Console.Environment, true, cancellationToken)).Seal(account.Id, password) };
        }

        await run.Storage.RemoteAccounts.SetAsync(account, cancellationToken);
        var view = FetchView.From(account, FetchHealth.Good);
        run.Answer.Write(view, json => json.FetchView, text => text.Line($"{view.Account}: {view.Where}, every {view.Interval}. At once: mailctl fetch run {view.Account}"));
        return CommandResult.Done;
    }

    private (RemoteAccount? Account, string? Problem) Read(CommandRun run)
    {
        var host = run.Get(_host)!;
        if (!MailAddressParser.TryParseDomain(host, out var name, out var error))
        {
            return (null, $"--host is a name, or an address in brackets: {error}.");
        }

        var text = run.Get(_account);
        if (!RemoteAccountKey.TryParse(text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/{name.Trim('[', ']').Replace(':', '-')}", out var key))
        {
            return (null, $"'{text}' is neither ADDRESS nor ADDRESS/NAME; a name has lower-case letters, digits, points, hyphens and underscores.");
        }

        if (!TryKeep(run.Get(_keep)!, out var keep))
        {
            return (null, "--keep is forever, no, or a time such as 14d.");
        }

        var fingerprint = run.Get(_fingerprint)?.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        if (fingerprint is not null && (fingerprint.Length != 64 || !fingerprint.All(char.IsAsciiHexDigit)))
        {
            return (null, "--fingerprint is the SHA-256 of a certificate: 64 hexadecimal digits.");
        }

        if (run.Get(_secret) is { } secret && !RemoteSecretReference.Is(secret))
        {
            return (null, "--secret says where the password is, env:NAME or the URL of a vault's secret; the password itself comes by --password-stdin.");
        }

        if (run.Get(_secret) is { } reference && RemoteSecretReference.ProblemOf(reference) is { } problem)
        {
            return (null, $"--secret: {problem}; others are not read, since whoever may add accounts must not reach every secret here.");
        }

        if (fingerprint is not null && run.Get(_tls) == RemoteTls.None)
        {
            return (null, "--fingerprint is of a certificate, and with --tls none there is none.");
        }

        if (run.Get(_multidrop) is { } field && (field.Length is 0 or > 64 || !field.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            return (null, "--multidrop is the name of a header field, such as Delivered-To.");
        }

        var isImplicit = run.Get(_protocol)!.EndsWith('s');
        var account = new RemoteAccount
        {
            Key = key,
            Id = QueueId.New(Time).ToString(),
            Protocol = run.Get(_protocol)!.StartsWith("pop", StringComparison.Ordinal) ? RemoteProtocol.Pop3 : RemoteProtocol.Imap,
            Tls = run.Get(_tls) ?? (isImplicit ? RemoteTls.Implicit : RemoteTls.StartTls),
            Host = name,
            Port = run.Get(_port),
            User = run.Get(_user)!,
            Authentication = run.Get(_auth),
            Secret = run.Get(_secret),
            Fingerprint = fingerprint,
            Interval = run.Get(_interval) ?? RemoteAccount.DefaultInterval,
            Folders = run.Get(_folders) is { Length: > 0 } folders ? folders : ["INBOX"],
            KeepFor = keep,
            SizeLimit = run.Get(_sizeLimit) ?? RemoteAccount.DefaultSizeLimit,
            BatchLimit = run.Get(_batchLimit),
            FilterAsNew = !run.Get(_unfiltered),
            Multidrop = run.Get(_multidrop),
            Comment = run.Get(_comment),
        };
        return account.User.Any(char.IsControl) || account.Folders.Any(folder => folder.Length == 0 || folder.Any(c => char.IsControl(c) || c == ';'))
            ? (null, "Names are one line, and folders have no ; in them.")
            : (account, null);
    }

    private static bool TryKeep(string text, out TimeSpan? keep)
    {
        keep = text.ToLowerInvariant() switch
        {
            "no" => TimeSpan.Zero,
            var time when SettingText.TryTime(time, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650), out var read) => read,
            _ => null,
        };
        return keep is not null || text.Equals("forever", StringComparison.OrdinalIgnoreCase);
    }

    private static Option<string?> Required(Option<string?> option)
    {
        option.Required = true;
        return option;
    }

    private static Option<T> Choice<T>(string name, string description, Func<string, T> read) => new(name)
    {
        Description = description,
        CustomParser = result => read(result.Tokens[0].Value) is { } choice ? choice : Parameters.Refuse<T>(result, $"{name} is one of {description.Split('.')[0]}.")!,
    };

    private static Option<T> Choice<T>(string name, string description, Func<string, T?> read, T usual)
        where T : struct
    {
        return new Option<T>(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = result => read(result.Tokens[0].Value) ?? Parameters.Refuse<T>(result, $"{name} is one of {description.Split('.')[0]}."),
        };
    }
}
