using System.Globalization;
using System.Net;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Finds where to connect: for a domain by its MX records (RFC 5321 §5.1), for a smarthost by its addresses.</summary>
public sealed class NextHopFinder
{
    // A domain with more has something else in mind; each costs two questions. Postfix stops at what one UDP answer carries.
    private const int MaxExchangers = 20;

    private readonly IDnsResolver _dns;
    private readonly RoutingOptions _options;
    private readonly PublicAddresses _public;
    private readonly Random _random;

    /// <param name="random">Spreads mail over hosts of one preference.</param>
    public NextHopFinder(IDnsResolver dns, RoutingOptions options, Random random)
    {
        options.Validate();
        (_dns, _options, _random) = (dns, options, random);
        _public = new PublicAddresses(options.AllowedNetworks);
    }

    /// <param name="domain">As in <see cref="MailAddress.Domain"/>: a name or an address literal.</param>
    /// <param name="port"><c>null</c> for <see cref="RoutingOptions.DirectPort"/>.</param>
    public async ValueTask<HopLookup> FindDirectAsync(string domain, int? port, CancellationToken cancellationToken) =>
        WithPort(await FindDirectAsync(domain, cancellationToken), port ?? _options.DirectPort);

    public async ValueTask<HopLookup> FindDirectAsync(string domain, CancellationToken cancellationToken)
    {
        if (domain.StartsWith('['))
        {
            return FindLiteral(domain);
        }

        var answer = await _dns.QueryAsync(domain, DnsType.Mx, cancellationToken);
        var exchangers = answer.Records.OfType<DnsRecord.MailExchange>().ToList();
        return answer.Outcome switch
        {
            DnsOutcome.TemporaryFailure => Later($"the DNS does not say where mail for {domain} goes ({answer.Problem})"),
            DnsOutcome.NxDomain => new HopLookup.Nowhere(IsPermanent: true, 550, "5.1.2", $"the domain {domain} does not exist"),
            // RFC 7505 §3 wants it alone; beside others it is a mistake and no host.
            DnsOutcome.Found when exchangers.TrueForAll(mx => mx.Host.Length == 0) =>
                new HopLookup.Nowhere(IsPermanent: true, 556, "5.1.10", $"the domain {domain} takes no mail (null MX)"),
            DnsOutcome.Found => await FindByMxAsync(domain, exchangers.Where(mx => mx.Host.Length > 0), answer.Authenticated, cancellationToken),
            // RFC 5321 §5.1: without an MX the domain itself is its only one.
            _ => await FindByMxAsync(domain, [new DnsRecord.MailExchange(0, domain)], answer.Authenticated, cancellationToken),
        };
    }

    /// <summary>The addresses of a host that the operator has named: inner ones too, and it is never us.</summary>
    /// <param name="host">A name, or an address with or without brackets.</param>
    public async ValueTask<HopLookup> FindHostAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (TryReadAddress(host, out var address))
        {
            return new HopLookup.Found([new NextHop(address.ToString(), address, port)], IsAuthenticated: false);
        }

        var exchanger = await ReadAddressesAsync(new MailExchanger(0, host), cancellationToken);
        return exchanger.Addresses.Count > 0
            ? new HopLookup.Found(Balance([.. exchanger.Addresses.Select(a => exchanger.HopTo(a, port, areNamesAuthenticated: true))]), IsAuthenticated: true)
            // Somebody has mistyped it, or its DNS is away: the operator's matter, and no reason to give mail back.
            : Later($"the relay {host} has no address in the DNS");
    }

    private static HopLookup WithPort(HopLookup lookup, int port) => lookup is HopLookup.Found found
        ? found with { Hops = [.. found.Hops.Select(hop => hop with { Port = port })] }
        : lookup;

    private HopLookup FindLiteral(string domain)
    {
        if (!TryReadAddress(domain, out var address))
        {
            return new HopLookup.Nowhere(IsPermanent: true, 550, "5.1.2", $"{domain} is no address to send to");
        }

        return _options.OurAddresses.Contains(address) ? Loop(domain)
            : !_public.Permits(address) ? Private(domain)
            : new HopLookup.Found([new NextHop(address.ToString(), address, _options.DirectPort)], IsAuthenticated: false);
    }

    private async ValueTask<HopLookup> FindByMxAsync(
        string domain, IEnumerable<DnsRecord.MailExchange> records, bool isAuthenticated, CancellationToken cancellationToken)
    {
        var ordered = records.DistinctBy(mx => mx.Host).OrderBy(mx => mx.Preference).ThenBy(_ => _random.Next()).Take(MaxExchangers);
        var exchangers = new List<MailExchanger>();
        foreach (var batch in ordered.Chunk(MaxExchangers / 4))
        {
            exchangers.AddRange(await Task.WhenAll(
                batch.Select(mx => ReadAddressesAsync(new MailExchanger(mx.Preference, mx.Host), cancellationToken))));
        }

        // Beyond us nobody is closer: RFC 5321 §5.1.
        var ours = exchangers.Where(IsOurs).Select(mx => mx.Preference).DefaultIfEmpty(int.MaxValue).Min();
        var usable = exchangers.Where(mx => mx.Preference < ours).ToList();
        if (usable.Count == 0)
        {
            return Loop(domain);
        }

        var hops = Balance([.. usable.SelectMany(mx => mx.Addresses.Where(_public.Permits).Select(a => mx.HopTo(a, _options.DirectPort, isAuthenticated)))]);
        return hops.Count > 0 ? new HopLookup.Found(hops, isAuthenticated) : Unreachable(domain, usable);
    }

    private static HopLookup.Nowhere Unreachable(string domain, List<MailExchanger> exchangers) =>
        exchangers.Exists(mx => mx.FailedTemporarily) ? Later($"the DNS does not say where the servers of {domain} are")
        : exchangers.Exists(mx => mx.Addresses.Count > 0) ? Private(domain)
        // RFC 5321 §5.1: MX records none of which can be used are an error; Postfix gives mail back for it, too.
        : new HopLookup.Nowhere(IsPermanent: true, 550, "5.4.4", $"no server of the domain {domain} has an address in the DNS");

    private async Task<MailExchanger> ReadAddressesAsync(MailExchanger exchanger, CancellationToken cancellationToken)
    {
        // Some write an address where a name has to be; RFC 1035 §3.3.9 knows no such MX, and like Postfix we take it for what it says.
        if (IPAddress.TryParse(exchanger.Host, out var literal))
        {
            // A name goes into logs and notices, and behind the % of an IPv6 address anything can stand.
            return exchanger with { Host = Plain(literal).ToString(), Addresses = [Plain(literal)] };
        }

        var six = _dns.QueryAsync(exchanger.Host, DnsType.Aaaa, cancellationToken).AsTask();
        var four = _dns.QueryAsync(exchanger.Host, DnsType.A, cancellationToken).AsTask();
        DnsAnswer[] answers = [await six, await four];
        return exchanger with { Answers = answers, Addresses = [.. answers.SelectMany(Shuffled).Distinct()] };
    }

    private IEnumerable<IPAddress> Shuffled(DnsAnswer answer)
    {
        var addresses = answer.Records.OfType<DnsRecord.Address>().Select(record => Plain(record.Value)).ToArray();
        _random.Shuffle(addresses);
        return addresses;
    }

    private bool IsOurs(MailExchanger exchanger) =>
        _options.OurNames.Contains(exchanger.Host) || exchanger.Addresses.Any(_options.OurAddresses.Contains);

    /// <summary>
    /// Keeps the limit, and within it a place in two for each family: where one of them leads nowhere, the other is still tried
    /// (Postfix's <c>smtp_balance_inet_protocols</c>).
    /// </summary>
    private List<NextHop> Balance(IReadOnlyList<NextHop> hops)
    {
        var limit = _options.MaxAddresses;
        var isSix = hops.ToLookup(hop => hop.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
        var six = Math.Min(isSix[true].Count(), Math.Max(limit / 2, limit - isSix[false].Count()));
        var kept = isSix[true].Take(six).Concat(isSix[false].Take(limit - six)).ToHashSet();
        return [.. hops.Where(kept.Contains)];
    }

    private static bool TryReadAddress(string text, out IPAddress address)
    {
        var inside = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
        inside = inside.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inside[5..] : inside;
        var isAddress = IPAddress.TryParse(inside, out var parsed) && (inside.Contains(':', StringComparison.Ordinal) || parsed.ToString() == inside);
        address = isAddress ? Plain(parsed!) : IPAddress.None;
        return isAddress;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static HopLookup.Nowhere Later(string reason) => new(IsPermanent: false, 451, "4.4.3", reason);

    // RFC 3463 §3.5: X.4.6 routing loop detected. The words are Postfix's, which operators search for.
    private static HopLookup.Nowhere Loop(string domain) =>
        new(IsPermanent: true, 554, "5.4.6", string.Create(CultureInfo.InvariantCulture, $"mail for {domain} loops back to myself"));

    // A domain whose only servers are inside somebody's network takes no mail from outside, and does not begin to within the lifetime of a message.
    private static HopLookup.Nowhere Private(string domain) =>
        new(IsPermanent: true, 550, "5.4.4", $"the servers of the domain {domain} have no public address");
}
