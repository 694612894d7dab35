using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>What follows from the servers that were tried.</summary>
internal static class PortVerdict
{
    private static readonly string[] UseRelay =
    [
        "Ask whoever runs the network to open it (Azure does not for most subscriptions), or send through a relay that you have an account with:",
        "  mailctl transport add '*' --smarthost smtp.relay.test:587 --tls verified --credentials env:RELAY_LOGIN",
        "  mailctl transport check --host smtp.relay.test:587",
    ];

    private static readonly string Where =
        "This was tried where mailctl runs; the functions may have another way out. What they meet is in: mailctl queue list, mailctl status";

    /// <param name="areNamed">The operator has named the targets and wants each; otherwise they are any that surely run, and one is enough.</param>
    public static TransportCheckView Of(IReadOnlyList<PortView> servers, int port, bool areNamed)
    {
        var targets = servers.GroupBy(server => server.Target).Select(target => target.Any(Is(PortState.Answers))).ToList();
        var answering = targets.Count(answers => answers);
        var isOpen = areNamed ? answering == targets.Count : answering > 0;
        var (verdict, advice) = isOpen ? ($"Open: {Text(answering)} of {Text(targets.Count)} answer.", []) : Closed(servers, port, areNamed, answering);
        return new TransportCheckView(isOpen, verdict, advice, servers);
    }

    private static (string Verdict, string[] Advice) Closed(IReadOnlyList<PortView> servers, int port, bool areNamed, int answering) =>
        servers.All(Is(PortState.Unknown)) ? ("Not known: the DNS gives no address to try.", ["Is the resolver right? MAIL_DNS_SERVERS says whom to ask."])
        : answering > 0 ? ("Some do not answer. Others do, so the way out is not blocked as a whole: it is about those servers.", [Where])
        : servers.Any(Is(PortState.Connects)) ? ("Connections are made, and no mail server greets: something in between takes them.", [.. UseRelay, Where])
        : areNamed ? ($"None of them answers. Whether they are down or the way out is blocked cannot be told from here: mailctl transport check tries well-known servers on port {Text(port)}.", [Where])
        : ($"No server answers on port {Text(port)}: it seems to be blocked for this machine.", [.. UseRelay, Where]);

    private static Func<PortView, bool> Is(PortState state) => server => server.State == SettingText.Choice(state);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
