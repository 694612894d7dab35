namespace Mail.Core;

/// <summary>What greylisting says to one attempt, and what is to be remembered of it.</summary>
/// <param name="RetryAt">Put off until then; <c>null</c> when the message may pass.</param>
/// <param name="Network">To be stored; <c>null</c> when nothing changes.</param>
/// <param name="Pair">To be stored; <c>null</c> when nothing changes.</param>
/// <param name="KnownUntil">The whole network may pass until then without being asked; <c>null</c> when it has not proved itself.</param>
public sealed record GreylistDecision(DateTimeOffset? RetryAt, GreylistEntry? Network, GreylistEntry? Pair, DateTimeOffset? KnownUntil)
{
    /// <summary>How much younger than the last use the remembered one may be: so that a busy correspondent costs one write a day.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(1);

    /// <param name="network">As remembered; <c>null</c> for nothing. So with <paramref name="pair"/>.</param>
    public static GreylistDecision Of(GreylistEntry? network, GreylistEntry? pair, SiteSettings settings, DateTimeOffset now)
    {
        network = network?.Expires > now ? network : null;
        pair = pair?.Expires > now ? pair : null;
        if (network?.Passed >= settings.GreylistAllowAfter)
        {
            return new GreylistDecision(null, Renewed(network, settings, now), null, network.Expires);
        }

        return pair switch
        {
            null => new GreylistDecision(
                now + settings.GreylistDelay, null, new GreylistEntry(now, now, Passed: 0, now + settings.GreylistWindow), null),
            { Passed: > 0 } => new GreylistDecision(null, null, Renewed(pair, settings, now), null),
            _ when now < pair.FirstSeen + settings.GreylistDelay => new GreylistDecision(pair.FirstSeen + settings.GreylistDelay, null, null, null),
            _ => CameAgain(network, pair, settings, now),
        };
    }

    private static GreylistDecision CameAgain(GreylistEntry? network, GreylistEntry pair, SiteSettings settings, DateTimeOffset now)
    {
        var expires = now + settings.GreylistAllowTime;
        var counted = new GreylistEntry(network?.FirstSeen ?? now, now, (network?.Passed ?? 0) + 1, expires);
        return new GreylistDecision(
            null, counted, pair with { Passed = 1, LastSeen = now, Expires = expires }, counted.Passed >= settings.GreylistAllowAfter ? expires : null);
    }

    private static GreylistEntry? Renewed(GreylistEntry entry, SiteSettings settings, DateTimeOffset now) =>
        now - entry.LastSeen < Freshness ? null : entry with { LastSeen = now, Expires = now + settings.GreylistAllowTime };
}
