namespace Mail.Core;

/// <summary>What a domain says of TLS with its servers: a policy of MTA-STS (RFC 8461 §3.2).</summary>
/// <param name="MaxAge">For how long it holds after it was fetched; at most a year.</param>
/// <param name="Mx">The servers: host names in lower case and A-labels, or <c>*.</c> before one. Empty only with <see cref="MtaStsMode.None"/>.</param>
public sealed record StsPolicy(MtaStsMode Mode, TimeSpan MaxAge, IReadOnlyList<string> Mx)
{
    private const string Wildcard = "*.";

    /// <param name="host">In lower case, without the final dot.</param>
    public bool Allows(string host) => Mx.Any(pattern => Matches(pattern, host));

    // RFC 8461 §4.1: the wildcard stands for exactly one label, the leftmost.
    private static bool Matches(string pattern, string host) => pattern.StartsWith(Wildcard, StringComparison.Ordinal)
        ? host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && host.AsSpan(dot + 1).SequenceEqual(pattern.AsSpan(Wildcard.Length))
        : host == pattern;
}
