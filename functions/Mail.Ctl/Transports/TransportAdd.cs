using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class TransportAdd : CtlCommand
{
    private readonly Argument<string> _destination;
    private readonly Option<string?> _smarthost;
    private readonly Option<bool> _direct;
    private readonly Option<bool> _discard;
    private readonly Option<string?> _error;
    private readonly Option<TlsLevel> _tls;
    private readonly Option<string?> _credentials;
    private readonly Option<string?> _comment;
    private readonly Option<bool> _replace;

    public TransportAdd(CtlApp app)
        : base(
            app,
            "add",
            "Says which way mail takes; it is in force within ten seconds.",
            "mailctl transport add '*' --smarthost smtp.relay.test:587 --tls verified --credentials env:RELAY_LOGIN",
            "mailctl transport add partner.test --direct --tls required",
            "mailctl transport add old.test --error '5.1.2 The company old.test is no more'")
    {
        _destination = Take(TransportParameters.Destination());
        _smarthost = Take(Parameters.Text("--smarthost", "Through this server; port 587 unless it says another.", "HOST:PORT"));
        _direct = Take(new Option<bool>("--direct") { Description = "To the servers that the destination's MX records name." });
        _discard = Take(new Option<bool>("--discard") { Description = "Nowhere, and nobody is told." });
        _error = Take(Parameters.Text("--error", "Back to the sender with this text."));
        _tls = Take(new Option<TlsLevel>("--tls")
        {
            Description = "none, opportunistic, required or verified.",
            DefaultValueFactory = _ => TlsLevel.Opportunistic,
            CustomParser = result => SettingText.TryChoice<TlsLevel>(result.Tokens[0].Value, out var level)
                ? level
                : Parameters.Refuse<TlsLevel>(result, $"'{result.Tokens[0].Value}' is none of none, opportunistic, required, verified."),
        });
        _credentials = Take(Parameters.Text("--credentials", "Where user:password for the smarthost is: the URL of a secret, or env:NAME.", "REF"));
        _comment = Take(Parameters.Text("--comment", "A note to whoever looks at it later."));
        _replace = Take(new Option<bool>("--replace") { Description = "Replace the row for this destination if there is one." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (transport, problem) = Read(run);
        if (transport is null)
        {
            return CommandResult.Usage(problem!);
        }

        if (run.Get(_replace))
        {
            await run.Storage.Transports.SetAsync(transport, cancellationToken);
        }
        else if (!await run.Storage.Transports.AddAsync(transport, cancellationToken))
        {
            return CommandResult.Refused($"There is a transport for {transport.Pattern} already; see: mailctl transport list, or use --replace");
        }

        var view = TransportView.From(transport);
        run.Answer.Write(view, json => json.TransportView, answer => answer.Line($"{view} within ten seconds."));
        return CommandResult.Done;
    }

    private (Core.Transport? Transport, string? Problem) Read(CommandRun run)
    {
        bool[] ways = [run.Get(_smarthost) is not null, run.Get(_direct), run.Get(_discard), run.Get(_error) is not null];
        if (ways.Count(way => way) != 1)
        {
            return (null, "Give one of --smarthost, --direct, --discard and --error.");
        }

        string? host = null;
        int? port = null;
        if (run.Get(_smarthost) is { } smarthost && !TransportParameters.TrySmarthost(smarthost, out host, out port))
        {
            return (null, $"'{smarthost}' is not HOST:PORT; an address stands in brackets, such as [192.0.2.1]:587.");
        }

        var text = run.Get(_error)?.Trim() ?? "";
        if (run.Get(_error) is not null && (text.Length == 0 || text.Any(char.IsControl)))
        {
            return (null, "--error needs a text of one line.");
        }

        var credentials = run.Get(_credentials);
        if (credentials is not null && (host is null || !Parameters.IsSecretReference(credentials)))
        {
            return (null, "--credentials is for a smarthost, and the URL of a secret or env:NAME: the password itself does not stand in the table.");
        }

        return (new Core.Transport
        {
            Pattern = run.Get(_destination)!,
            Kind = host is not null ? TransportKind.Smarthost : run.Get(_direct) ? TransportKind.Direct : run.Get(_discard) ? TransportKind.Discard : TransportKind.Error,
            Host = host,
            Port = port,
            Tls = run.Get(_tls),
            Credentials = credentials,
            Text = text,
            Comment = run.Get(_comment),
        }, null);
    }
}
