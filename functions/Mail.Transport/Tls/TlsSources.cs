using Mail.Core;

namespace Mail.Transport;

/// <summary>Where it is known from what other domains ask of TLS, and who is told how it went.</summary>
/// <param name="Policies">Those of MTA-STS that have been fetched.</param>
/// <param name="Web">For policy hosts, and for the tokens of relays.</param>
public sealed record TlsSources(IStsPolicies Policies, PublicWeb Web, ITlsResults Results)
{
    /// <summary>Of policy hosts. Default 443, which RFC 8461 §3.3 implies; tests have servers elsewhere.</summary>
    public int PolicyPort { get; init; } = 443;
}
