using System.Net;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// Whether an SPF record passes for an address (RFC 7208 §4.6), to tell an operator, never to judge mail: what would depend on a message is unknown,
/// and <c>ptr</c> matches nobody. One evaluation.
/// </summary>
internal sealed class SpfLookup(IDnsResolver dns)
{
    // RFC 7208 §4.6.4, for terms that ask the DNS, and for the hosts of one MX.
    private const int MaxLookups = 10;
    private const int MaxExchangers = 10;

    private static readonly SpfAnswer Macro = new(SpfOutcome.Unknown, "it has macros, which depend on the message");

    private int _lookups;

    /// <param name="record">With its <c>v=spf1</c>.</param>
    public async Task<SpfAnswer> CheckAsync(string domain, string record, IPAddress address, CancellationToken cancellationToken)
    {
        string? redirect = null;
        foreach (var term in record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(SpfTerm.Read))
        {
            if (term.IsModifier)
            {
                redirect = term.Name == "redirect" ? term.Argument : redirect;
                continue;
            }

            var match = await MatchAsync(domain, term, address, cancellationToken);
            if (match.Outcome != SpfOutcome.NotPass)
            {
                return match.Outcome == SpfOutcome.Pass && term.Qualifier != '+' ? SpfAnswer.NotPass : match;
            }
        }

        return redirect is null ? SpfAnswer.NotPass : await OtherAsync(redirect, address, cancellationToken);
    }

    /// <returns>Pass when the term is for the address, NotPass when not; otherwise the end of the evaluation.</returns>
    private async Task<SpfAnswer> MatchAsync(string domain, SpfTerm term, IPAddress address, CancellationToken cancellationToken) => term.Name switch
    {
        "all" => SpfAnswer.Pass,
        "ip4" or "ip6" => IPAddress.TryParse(term.Argument, out var network) ? Says(term.Covers(network, address)) : Broken(term),
        "include" => await OtherAsync(term.Argument, address, cancellationToken),
        "a" => await WithinAsync(term, [term.Argument is "" ? domain : term.Argument], address, cancellationToken),
        "mx" => await ExchangersAsync(term, term.Argument is "" ? domain : term.Argument, address, cancellationToken),
        "exists" => await ExistsAsync(term.Argument, cancellationToken),
        "ptr" => Count() ?? SpfAnswer.NotPass,
        _ => Broken(term),
    };

    /// <summary>The record of another domain, for include and redirect (RFC 7208 §5.2, §6.1).</summary>
    private async Task<SpfAnswer> OtherAsync(string domain, IPAddress address, CancellationToken cancellationToken)
    {
        if ((Macros(domain) ?? Count()) is { } end)
        {
            return end;
        }

        var answer = await dns.QueryAsync(domain, DnsType.Txt, cancellationToken);
        var records = answer.Records.OfType<DnsRecord.Text>().Select(text => text.Value)
            .Where(text => text.Equals("v=spf1", StringComparison.OrdinalIgnoreCase) || text.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase)).ToList();
        return answer.Outcome == DnsOutcome.TemporaryFailure ? Failed(domain, answer)
            : records is [var record] ? await CheckAsync(domain, record, address, cancellationToken)
            : new SpfAnswer(SpfOutcome.Broken, $"{domain}, which it names, has {(records.Count == 0 ? "no" : "several")} SPF records");
    }

    private async Task<SpfAnswer> ExchangersAsync(SpfTerm term, string domain, IPAddress address, CancellationToken cancellationToken)
    {
        if (Macros(domain) is { } end)
        {
            return end;
        }

        var answer = await dns.QueryAsync(domain, DnsType.Mx, cancellationToken);
        return answer.Outcome == DnsOutcome.TemporaryFailure
            ? Failed(domain, answer)
            : await WithinAsync(
                term, answer.Records.OfType<DnsRecord.MailExchange>().Select(mx => mx.Host).Where(host => host.Length > 0).Take(MaxExchangers), address, cancellationToken);
    }

    private async Task<SpfAnswer> WithinAsync(SpfTerm term, IEnumerable<string> hosts, IPAddress address, CancellationToken cancellationToken)
    {
        if (Count() is { } end)
        {
            return end;
        }

        foreach (var host in hosts)
        {
            if (Macros(host) is { } macros)
            {
                return macros;
            }

            var answer = await dns.QueryAddressesAsync(host, address, cancellationToken);
            if (answer.Outcome == DnsOutcome.TemporaryFailure)
            {
                return Failed(host, answer);
            }

            if (answer.Records.OfType<DnsRecord.Address>().Any(found => term.Covers(found.Value, address)))
            {
                return SpfAnswer.Pass;
            }
        }

        return SpfAnswer.NotPass;
    }

    private async Task<SpfAnswer> ExistsAsync(string domain, CancellationToken cancellationToken)
    {
        if ((Macros(domain) ?? Count()) is { } end)
        {
            return end;
        }

        // RFC 7208 §5.7: A, whatever the address is.
        var answer = await dns.QueryAsync(domain, DnsType.A, cancellationToken);
        return answer.Outcome == DnsOutcome.TemporaryFailure ? Failed(domain, answer) : Says(answer.Outcome == DnsOutcome.Found);
    }

    private SpfAnswer? Count() => ++_lookups > MaxLookups
        ? new SpfAnswer(SpfOutcome.Broken, $"it needs more than {MaxLookups} lookups, and counts for nothing then")
        : null;

    private static SpfAnswer? Macros(string domain) => domain.Contains('%', StringComparison.Ordinal) ? Macro : null;

    private static SpfAnswer Says(bool isMatch) => isMatch ? SpfAnswer.Pass : SpfAnswer.NotPass;

    private static SpfAnswer Broken(SpfTerm term) => new(SpfOutcome.Broken, $"'{term.Text}' is no term of SPF: receivers use none of it");

    private static SpfAnswer Failed(string domain, DnsAnswer answer) => new(SpfOutcome.Unknown, $"{domain} could not be looked up: {answer.Problem}");
}
