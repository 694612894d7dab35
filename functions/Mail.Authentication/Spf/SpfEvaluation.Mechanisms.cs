using System.Net;
using System.Net.Sockets;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>The mechanisms: RFC 7208 §5.</summary>
internal sealed partial class SpfEvaluation
{
    private ValueTask<SpfMatch> MatchAsync(SpfMechanism mechanism, SpfMacroValues values) => mechanism switch
    {
        SpfMechanism.All => ValueTask.FromResult(SpfMatch.Yes),
        SpfMechanism.Network network => ValueTask.FromResult(Matches(network.Address, network.Prefix, network.Prefix) ? SpfMatch.Yes : SpfMatch.No),
        _ when !MayLookUp() => ValueTask.FromResult(SpfMatch.PermError),
        SpfMechanism.Include include => IncludeAsync(include, values),
        SpfMechanism.A a => AAsync(a, values),
        SpfMechanism.Mx mx => MxAsync(mx, values),
        SpfMechanism.Ptr ptr => PtrAsync(ptr, values),
        SpfMechanism.Exists exists => ExistsAsync(exists, values),
        _ => throw new ArgumentOutOfRangeException(nameof(mechanism)),
    };

    /// <summary>RFC 7208 §5.2: the table of what an included result means.</summary>
    private async ValueTask<SpfMatch> IncludeAsync(SpfMechanism.Include include, SpfMacroValues values)
    {
        if (await DomainAsync(include.Domain, values) is not { } domain)
        {
            return SpfMatch.PermError;
        }

        var verdict = await CheckAsync(values with { Domain = domain }, isIncluded: true);
        switch (verdict.Result)
        {
            case AuthenticationResult.Pass:
                return SpfMatch.Yes;
            case AuthenticationResult.Fail or AuthenticationResult.SoftFail or AuthenticationResult.Neutral:
                return SpfMatch.No;
            case AuthenticationResult.TempError:
                return SpfMatch.TempError;
            case AuthenticationResult.None:
                _problem = $"{domain}, which it includes, has no record";
                break;
        }

        return SpfMatch.PermError;
    }

    /// <summary>RFC 7208 §5.3.</summary>
    private async ValueTask<SpfMatch> AAsync(SpfMechanism.A a, SpfMacroValues values)
    {
        var domain = a.Domain is null ? values.Domain : await DomainAsync(a.Domain, values);
        return domain is null ? SpfMatch.PermError : await HostAsync(domain, a.Prefix4, a.Prefix6, isTerm: true);
    }

    /// <summary>RFC 7208 §5.4.</summary>
    private async ValueTask<SpfMatch> MxAsync(SpfMechanism.Mx mx, SpfMacroValues values)
    {
        var domain = mx.Domain is null ? values.Domain : await DomainAsync(mx.Domain, values);
        if (domain is null)
        {
            return SpfMatch.PermError;
        }

        var answer = await dns.QueryAsync(domain, DnsType.Mx, cancellationToken);
        if (Failure(answer, domain) is { } failure)
        {
            return failure;
        }

        var exchanges = answer.Records.OfType<DnsRecord.MailExchange>().Where(exchange => exchange.Host.Length > 0).ToList();
        if (exchanges.Count > SpfLimits.MaxMailExchanges)
        {
            _problem = $"{domain} has more than {SpfLimits.MaxMailExchanges} mail exchanges";
            return SpfMatch.PermError;
        }

        foreach (var exchange in exchanges)
        {
            if (await HostAsync(exchange.Host, mx.Prefix4, mx.Prefix6, isTerm: false) is not SpfMatch.No and var match)
            {
                return match;
            }
        }

        return SpfMatch.No;
    }

    /// <param name="isTerm">The question is the term's own, and counts when it has no answer.</param>
    private async ValueTask<SpfMatch> HostAsync(string name, int prefix4, int prefix6, bool isTerm)
    {
        var answer = await dns.QueryAddressesAsync(name, start.Client, cancellationToken);
        if (isTerm || answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            if (Failure(answer, name) is { } failure)
            {
                return failure;
            }
        }

        return answer.Records.OfType<DnsRecord.Address>().Any(address => Matches(address.Value, prefix4, prefix6)) ? SpfMatch.Yes : SpfMatch.No;
    }

    /// <summary>RFC 7208 §5.7: an A record, also for a client of IPv6.</summary>
    private async ValueTask<SpfMatch> ExistsAsync(SpfMechanism.Exists exists, SpfMacroValues values)
    {
        if (await DomainAsync(exists.Domain, values) is not { } domain)
        {
            return SpfMatch.PermError;
        }

        var answer = await dns.QueryAsync(domain, DnsType.A, cancellationToken);
        return Failure(answer, domain) ?? (answer.Outcome == DnsOutcome.Found ? SpfMatch.Yes : SpfMatch.No);
    }

    /// <summary>RFC 7208 §4.6.4, §5: what ends the check at once; <c>null</c> when it goes on.</summary>
    private SpfMatch? Failure(DnsAnswer answer, string name)
    {
        if (answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            _problem = $"{name} cannot be looked up: {answer.Problem}";
            return SpfMatch.TempError;
        }

        if (answer.Outcome == DnsOutcome.Found || ++_voidLookups <= SpfLimits.MaxVoidLookups)
        {
            return null;
        }

        _problem = $"the record asks for more than {SpfLimits.MaxVoidLookups} names that are not there";
        return SpfMatch.PermError;
    }

    private bool Matches(IPAddress address, int prefix4, int prefix6)
    {
        if (address.AddressFamily != start.Client.AddressFamily)
        {
            return false;
        }

        var prefix = address.AddressFamily == AddressFamily.InterNetwork ? prefix4 : prefix6;
        var (ours, theirs) = (start.Client.GetAddressBytes(), address.GetAddressBytes());
        var (octets, bits) = Math.DivRem(prefix, 8);
        return ours.AsSpan(0, octets).SequenceEqual(theirs.AsSpan(0, octets)) && (bits == 0 || (ours[octets] ^ theirs[octets]) >> (8 - bits) == 0);
    }
}
