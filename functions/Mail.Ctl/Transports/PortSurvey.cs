using Mail.Core;
using Mail.Transport;

namespace Mail.Ctl;

/// <summary>Tries mail servers elsewhere, to tell whether the way out is open. Nothing is sent.</summary>
/// <param name="timeout">For each server.</param>
internal sealed class PortSurvey(IDnsResolver dns, Func<string, string?> environment, TimeSpan timeout)
{
    // RFC 5321 §4.5.4.2.
    public const int SmtpPort = 25;

    private readonly NextHopFinder _finder = new(dns, TransportParameters.Routing(environment), Random.Shared);

    /// <summary>Domains whose servers run day and night; which these are, the DNS says.</summary>
    public static IReadOnlyList<string> WellKnown { get; } = ["gmail.com", "outlook.com", "yahoo.com", "icloud.com"];

    /// <param name="hosts"><c>HOST[:PORT]</c>.</param>
    /// <param name="port">Where none is named.</param>
    /// <param name="areNamed">Each has to answer; otherwise one is enough.</param>
    public async Task<TransportCheckView> AskAsync(
        IReadOnlyList<string> hosts, IReadOnlyList<string> domains, int port, bool areNamed, CancellationToken cancellationToken)
    {
        var lookups = hosts.Select(host => HostAsync(host, port, cancellationToken)).Concat(domains.Select(domain => DomainAsync(domain, port, cancellationToken)));
        var servers = await Task.WhenAll((await Task.WhenAll(lookups)).SelectMany(found => Ask(found.Target, found.Lookup, port, cancellationToken)));
        return PortVerdict.Of(servers, port, areNamed);
    }

    private async Task<(string Target, HopLookup Lookup)> HostAsync(string text, int port, CancellationToken cancellationToken)
    {
        TransportParameters.TrySmarthost(text, out var host, out var given);
        return (text, await _finder.FindHostAsync(host!, given ?? port, cancellationToken));
    }

    private async Task<(string Target, HopLookup Lookup)> DomainAsync(string domain, int port, CancellationToken cancellationToken) =>
        (domain, await _finder.FindDirectAsync(domain, port, cancellationToken));

    /// <summary>One address of each family: a machine without IPv6 says nothing about the port.</summary>
    private IEnumerable<Task<PortView>> Ask(string target, HopLookup lookup, int port, CancellationToken cancellationToken) => lookup is HopLookup.Found found
        ? found.Hops.DistinctBy(hop => hop.Address.AddressFamily).Select(hop => AskAsync(target, hop, cancellationToken))
        : [Task.FromResult(new PortView(target, target, null, port, SettingText.Choice(PortState.Unknown), ((HopLookup.Nowhere)lookup).Reason))];

    private async Task<PortView> AskAsync(string target, NextHop hop, CancellationToken cancellationToken)
    {
        var (state, answer) = await PortProbe.AskAsync(hop.EndPoint, timeout, cancellationToken);
        return new PortView(target, hop.Host, hop.Address.ToString(), hop.Port, SettingText.Choice(state), answer);
    }
}
