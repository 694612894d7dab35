using System.CommandLine;
using System.Net;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class TransportPreflight : CtlCommand
{
    // A first packet is sent four times within 8 s (RFC 6298 §2: 1 s, doubling), so that silence is no lost packet.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Column[] Columns = [new("For"), new("Server"), new("Address"), new("State"), new("Answer", MayWrap: true)];

    private readonly Option<string[]> _hosts;
    private readonly Option<string[]> _domains;
    private readonly Option<int?> _port;
    private readonly Option<TimeSpan?> _timeout;

    public TransportPreflight(CtlApp app)
        : base(
            app,
            "check",
            "Tells whether other mail servers can be reached from this machine, or outgoing port 25 is blocked. Exit 0: they can. Nothing is sent.",
            "mailctl transport check",
            "mailctl transport check --domain partner.test",
            "mailctl transport check --host smtp.relay.test:587")
    {
        _hosts = Take(Many("--host", "HOST:PORT", "A server to try, such as a relay; may be given more than once.", text => TransportParameters.TrySmarthost(text, out _, out _)));
        _domains = Take(Many(
            "--domain", "DOMAIN", "A domain whose servers to try; may be given more than once. [default: some that are well known]", text => MailAddressParser.TryParseDomain(text, out _, out _)));
        _port = Take(new Option<int?>("--port")
        {
            Description = "Where servers are tried that name no port. [default: 25]",
            HelpName = "PORT",
            CustomParser = result => SettingText.TryNumber(result.Tokens[0].Value, 1, ushort.MaxValue, out var port)
                ? port
                : Parameters.Refuse<int?>(result, "--port is from 1 to 65535."),
        });
        _timeout = Take(new Option<TimeSpan?>("--timeout")
        {
            Description = "How long to wait for each. [default: 10s]",
            HelpName = "TIME",
            CustomParser = result => SettingText.TryTime(result.Tokens[0].Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), out var time)
                ? time
                : Parameters.Refuse<TimeSpan?>(result, "--timeout is a time from 1s to 5m."),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (hosts, domains, port) = (run.Get(_hosts)!, run.Get(_domains)!, run.Get(_port) ?? PortSurvey.SmtpPort);
        var survey = new PortSurvey(run.Storage.Dns, Console.Environment, run.Get(_timeout) ?? Patience);
        var areNamed = hosts.Length + domains.Length > 0;
        var view = await survey.AskAsync(hosts, areNamed ? domains : PortSurvey.WellKnown, port, areNamed, cancellationToken);
        run.Answer.Write(view, json => json.TransportCheckView, text => Write(text, view));
        return view.Open ? CommandResult.Done : CommandResult.NotWell;
    }

    private static void Write(TextAnswer text, TransportCheckView view)
    {
        text.Table(Columns, view.Servers.Select(server => new[]
        {
            server.Target, server.Host, server.Address is null ? "" : new IPEndPoint(IPAddress.Parse(server.Address), server.Port).ToString(), server.State, server.Answer,
        }));
        text.Line(view.Verdict);
        view.Advice.ToList().ForEach(text.Line);
    }

    private static Option<string[]> Many(string name, string helpName, string description, Func<string, bool> isGood) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => isGood(token.Value)
            ? token.Value
            : Parameters.Refuse<string>(result, $"'{token.Value}' is not {helpName}.")).OfType<string>()],
    };
}
