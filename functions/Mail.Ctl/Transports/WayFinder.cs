using System.Net;
using Mail.Core;
using Mail.Transport;

namespace Mail.Ctl;

/// <summary>Where mail goes by a transport, as the functions find it, and why not elsewhere.</summary>
internal sealed class WayFinder(IDnsResolver dns, RoutingOptions options)
{
    // As for sending: RFC 6409 §3.1.
    private const int SubmissionPort = 587;

    private readonly NextHopFinder _finder = new(dns, options, Random.Shared);
    private readonly PublicAddresses _public = new(options.AllowedNetworks);

    public async Task<(IReadOnlyList<HopView> Hops, NowhereView? Nowhere)> FindAsync(Core.Transport row, string domain, CancellationToken cancellationToken)
    {
        switch (row)
        {
            case { Kind: TransportKind.Discard }:
                return ([], null);
            case { Kind: TransportKind.Error }:
                var refusal = RefusalText.Read(row.Text);
                return ([], new NowhereView(Permanent: true, refusal.Status, refusal.Text));
            case { Kind: TransportKind.Smarthost, Host: { } host }:
                return Read(await _finder.FindHostAsync(host, row.Port ?? SubmissionPort, cancellationToken));
            default:
                var (hops, nowhere) = Read(await _finder.FindDirectAsync(domain, row.Port, cancellationToken));
                return ([.. hops, .. await PassedOverAsync(domain, row.Port ?? options.DirectPort, hops, cancellationToken)], nowhere);
        }
    }

    private static (IReadOnlyList<HopView> Hops, NowhereView? Nowhere) Read(HopLookup lookup) => lookup switch
    {
        HopLookup.Found found => ([.. found.Hops.Select(hop => new HopView(hop.Host, hop.Address.ToString(), hop.Port, PassedOver: null))], null),
        HopLookup.Nowhere nowhere => ([], new NowhereView(nowhere.IsPermanent, nowhere.Enhanced, nowhere.Reason)),
        _ => throw new ArgumentOutOfRangeException(nameof(lookup)),
    };

    /// <summary>What the DNS names besides.</summary>
    private async Task<IEnumerable<HopView>> PassedOverAsync(string domain, int port, IReadOnlyList<HopView> tried, CancellationToken cancellationToken)
    {
        if (domain.StartsWith('['))
        {
            return [];
        }

        var answer = await dns.QueryAsync(domain, DnsType.Mx, cancellationToken);
        var exchangers = answer.Records.OfType<DnsRecord.MailExchange>().Where(mx => mx.Host.Length > 0).OrderBy(mx => mx.Preference).ToList();
        if (answer.Outcome == DnsOutcome.NoData)
        {
            exchangers.Add(new DnsRecord.MailExchange(0, domain));
        }

        var ours = exchangers.Where(mx => options.OurNames.Contains(mx.Host)).Select(mx => mx.Preference).DefaultIfEmpty(int.MaxValue).Min();
        var passed = new List<HopView>();
        foreach (var mx in exchangers)
        {
            passed.AddRange((await AddressesAsync(mx.Host, cancellationToken))
                .Where(found => !tried.Any(hop => hop.Host == mx.Host && hop.Address == found.Address?.ToString()))
                .Select(found => new HopView(mx.Host, found.Address?.ToString(), port, Reason(mx, ours, found))));
        }

        return passed;
    }

    private async Task<IEnumerable<(IPAddress? Address, string? Problem)>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        DnsAnswer[] answers = [await dns.QueryAsync(host, DnsType.Aaaa, cancellationToken), await dns.QueryAsync(host, DnsType.A, cancellationToken)];
        var found = answers.SelectMany(answer => answer.Records).OfType<DnsRecord.Address>().Select(record => ((IPAddress?)record.Value, (string?)null)).ToList();
        var failed = Array.Find(answers, answer => answer.Outcome == DnsOutcome.TemporaryFailure);
        return found.Count > 0 ? found
            : IPAddress.TryParse(host, out var literal) ? [(literal, null)]
            : [(null, failed is null ? "no address in the DNS" : $"could not be looked up: {failed.Problem}")];
    }

    private string Reason(DnsRecord.MailExchange mx, int ours, (IPAddress? Address, string? Problem) found) =>
        options.OurNames.Contains(mx.Host) ? "that is us"
        : mx.Preference >= ours ? "not before us: mail would come back"
        : found.Problem
        ?? (_public.Permits(found.Address!) ? $"beyond the first {options.MaxAddresses} addresses" : "not a public address");
}
