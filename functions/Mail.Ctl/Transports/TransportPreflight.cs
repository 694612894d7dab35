using System.CommandLine;
using System.Net;
using Mail.Core;
using Mail.Transport;

namespace Mail.Ctl;

internal sealed class TransportPreflight : CtlCommand
{
    // RFC 5321 §4.5.4.2.
    private const int SmtpPort = 25;

    // A first packet is sent four times within 8 s (RFC 6298 §2: 1 s, doubling), so that silence is no lost packet.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Domains whose servers run day and night; which these are, the DNS says.
    private static readonly string[] WellKnown = ["gmail.com", "outlook.com", "yahoo.com", "icloud.com"];

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
        var (hosts, domains, port) = (run.Get(_hosts)!, run.Get(_domains)!, run.Get(_port) ?? SmtpPort);
        var areNamed = hosts.Length + domains.Length > 0;
        var finder = new NextHopFinder(run.Storage.Dns, TransportParameters.Routing(Console.Environment), Random.Shared);
        var lookups = hosts.Select(host => HostAsync(finder, host, port, cancellationToken))
            .Concat((areNamed ? domains : WellKnown).Select(domain => DomainAsync(finder, domain, port, cancellationToken)));
        var servers = await Task.WhenAll((await Task.WhenAll(lookups)).SelectMany(found => Ask(found.Target, found.Lookup, port, run.Get(_timeout) ?? Patience, cancellationToken)));
        var view = PortVerdict.Of(servers, port, areNamed);
        run.Answer.Write(view, CtlJson.Default.TransportCheckView, text => Write(text, view));
        return view.Open ? CommandResult.Done : CommandResult.NotWell;
    }

    private static async Task<(string Target, HopLookup Lookup)> HostAsync(NextHopFinder finder, string text, int port, CancellationToken cancellationToken)
    {
        TransportParameters.TrySmarthost(text, out var host, out var given);
        return (text, await finder.FindHostAsync(host!, given ?? port, cancellationToken));
    }

    private static async Task<(string Target, HopLookup Lookup)> DomainAsync(NextHopFinder finder, string domain, int port, CancellationToken cancellationToken) =>
        (domain, await finder.FindDirectAsync(domain, port, cancellationToken));

    /// <summary>One address of each family: a machine without IPv6 says nothing about the port.</summary>
    private static IEnumerable<Task<PortView>> Ask(string target, HopLookup lookup, int port, TimeSpan timeout, CancellationToken cancellationToken) => lookup is HopLookup.Found found
        ? found.Hops.DistinctBy(hop => hop.Address.AddressFamily).Select(hop => AskAsync(target, hop, timeout, cancellationToken))
        : [Task.FromResult(new PortView(target, target, null, port, SettingText.Choice(PortState.Unknown), ((HopLookup.Nowhere)lookup).Reason))];

    private static async Task<PortView> AskAsync(string target, NextHop hop, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var (state, answer) = await PortProbe.AskAsync(hop.EndPoint, timeout, cancellationToken);
        return new PortView(target, hop.Host, hop.Address.ToString(), hop.Port, SettingText.Choice(state), answer);
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
