using System.CommandLine;
using Mail.Core;
using Mail.Transport;

namespace Mail.Ctl;

internal sealed class FetchAuthorize : CtlCommand
{
    /// <summary>For a login with all its factors; codes of RFC 6749 §4.1.2 live no longer than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Argument<RemoteAccountKey> _account;
    private readonly AuthorizeOptions _options = new();
    private readonly Option<string?> _client;
    private readonly Option<bool> _secret;
    private readonly Option<bool> _device;
    private readonly Option<bool> _paste;

    public FetchAuthorize(CtlApp app)
        : base(
            app,
            "authorize",
            "Lets the owner of a remote account give us access to its mail, without a password: in his browser, or by a code that he types elsewhere.",
            "mailctl fetch authorize alice@example.test/gmail --client-id 12345.apps.googleusercontent.com --client-secret-stdin < secret",
            "mailctl fetch authorize alice@example.test/work --provider microsoft --client-id 00000000-0000-0000-0000-000000000000 --device")
    {
        _account = Take(new Argument<RemoteAccountKey>("ACCOUNT")
        {
            Description = "As in mailctl fetch list: alice@example.test/gmail.",
            CustomParser = result => RemoteAccountKey.TryParse(result.Tokens[0].Value, out var key)
                ? key
                : Parameters.Refuse<RemoteAccountKey>(result, $"'{result.Tokens[0].Value}' is not ADDRESS/NAME."),
        });
        _options.All.ToList().ForEach(Options.Add);
        _client = Take(new Option<string?>("--client-id") { Description = "Of the program, as registered with the provider.", HelpName = "ID", Required = true });
        _secret = Take(new Option<bool>("--client-secret-stdin") { Description = "The program has a secret, too: one line on standard input." });
        _device = Take(new Option<bool>("--device") { Description = "By a code that is typed into a browser on any machine." });
        _paste = Take(new Option<bool>("--paste") { Description = "The browser is on another machine: paste the address that it ends at." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Get(_device) && run.Get(_paste))
        {
            return CommandResult.Usage("--device needs nothing to be pasted.");
        }

        var key = run.Get(_account)!;
        if (await run.Storage.RemoteAccounts.FindAsync(key, cancellationToken) is not { } account)
        {
            return CommandResult.Refused($"There is no remote account {key}; see: mailctl fetch list");
        }

        var (provider, problem) = _options.Read(run, account);
        if (provider is null)
        {
            return CommandResult.Usage(problem!);
        }

        // Before somebody logs in for nothing.
        var secrets = await run.Storage.OpenRemoteSecrets(Console.Environment, true, cancellationToken);
        var secret = run.Get(_secret) ? (await Console.In.ReadLineAsync(cancellationToken))?.Trim() : null;
        var client = new OAuthClient(run.Get(_client)!, secret is { Length: > 0 } ? secret : null, run.Storage.SendWebAsync);
        return await AskAsync(run, account, provider, client, cancellationToken) switch
        {
            OAuthOutcome.Granted granted => await KeepAsync(run, account, provider, client, secrets, granted, cancellationToken),
            OAuthOutcome.Refused refused => CommandResult.Refused($"{key} was not authorized: {refused.Reason}"),
            OAuthOutcome.Unanswered unanswered => CommandResult.Refused($"{key} was not authorized: {unanswered.Reason}"),
            var other => throw new InvalidOperationException($"An authorization does not end with {other}."),
        };
    }

    private async Task<OAuthOutcome> AskAsync(CommandRun run, RemoteAccount account, OAuthProvider provider, OAuthClient client, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return run.Get(_device)
                ? await AskByCodeAsync(provider, client, cancellationToken)
                : await AskByBrowserAsync(provider, client, account.User, run.Get(_paste), either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new OAuthOutcome.Refused($"nobody logged in within {SettingText.Time(Patience)}");
        }
    }

    private async Task<OAuthOutcome> AskByCodeAsync(OAuthProvider provider, OAuthClient client, CancellationToken cancellationToken)
    {
        var flow = new DeviceAuthorization(provider, client, Time);
        var (code, problem) = await flow.StartAsync(cancellationToken);
        if (code is null)
        {
            return new OAuthOutcome.Refused(problem!);
        }

        Console.Error.WriteLine(SafeText.Line($"Open {code.Page} and type the code {code.UserCode}, within {Math.Ceiling(code.Life.TotalMinutes)} minutes."));
        return await flow.WaitAsync(code, cancellationToken);
    }

    private async Task<OAuthOutcome> AskByBrowserAsync(OAuthProvider provider, OAuthClient client, string user, bool isPasted, CancellationToken cancellationToken)
    {
        using var receiver = new LoopbackReceiver();
        var flow = new CodeAuthorization(provider, client, receiver.Port, user);
        Console.Error.WriteLine(SafeText.Line($"Open this page and log in as {user}:"));
        Console.Error.WriteLine(flow.Page.AbsoluteUri);
        var redirected = isPasted ? await PasteAsync(flow, cancellationToken) : await receiver.ReceiveAsync(flow.Read, cancellationToken);
        return redirected switch
        {
            null => new OAuthOutcome.Refused("what was pasted is not the address that the browser ends at"),
            { Code: { } code } => await flow.RedeemAsync(code, cancellationToken),
            { Error: var error } => new OAuthOutcome.Refused(error ?? "no code came"),
        };
    }

    private async Task<RedirectedCode?> PasteAsync(CodeAuthorization flow, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine("The browser ends at a page that cannot be shown. Paste its address here:");
        var line = await Console.In.ReadLineAsync(cancellationToken);
        return Uri.TryCreate(line?.Trim(), UriKind.Absolute, out var address) ? flow.Read(address.Query.TrimStart('?')) : null;
    }

    private static async Task<CommandResult> KeepAsync(
        CommandRun run,
        RemoteAccount account,
        OAuthProvider provider,
        OAuthClient client,
        IRemoteSecrets secrets,
        OAuthOutcome.Granted granted,
        CancellationToken cancellationToken)
    {
        var grant = new OAuthGrant
        {
            User = account.User,
            Endpoint = provider.TokenEndpoint,
            ClientId = client.Id,
            ClientSecret = client.Secret,
            RefreshToken = granted.RefreshToken,
            Scope = provider.Scope,
        };
        await run.Storage.RemoteAccounts.SetAsync(
            account with { Authentication = RemoteAuthentication.OAuth, Secret = secrets.Seal(account.Id, grant.ToJson()) }, cancellationToken);
        var view = new AuthorizedView(account.Key.ToString(), provider.Name, provider.Scope, account.Paused);
        run.Answer.Write(
            view,
            json => json.AuthorizedView,
            text => text.Line(account.Paused is { } reason
                ? $"{account.Key} is authorized, and still paused ({reason}): mailctl fetch resume {account.Key}"
                : $"{account.Key} is authorized: it is fetched with the next visit."));
        return CommandResult.Done;
    }
}
