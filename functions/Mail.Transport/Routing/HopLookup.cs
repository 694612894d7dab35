namespace Mail.Transport;

/// <summary>Where to connect for a destination, or why nowhere.</summary>
public abstract record HopLookup
{
    private HopLookup()
    {
    }

    /// <param name="Hops">In the order in which they are to be tried; never empty.</param>
    /// <param name="IsAuthenticated">The hosts' names can be trusted: by DNSSEC (RFC 7672 §2.2.1), or because the operator has named them.</param>
    public sealed record Found(IReadOnlyList<NextHop> Hops, bool IsAuthenticated) : HopLookup;

    /// <param name="IsPermanent">The domain takes no mail and waiting will not change it.</param>
    /// <param name="Code">For the DSN, as a server's reply would have it: 556, 550, 451…</param>
    /// <param name="Enhanced">RFC 3463, for example <c>5.1.10</c>.</param>
    /// <param name="Reason">In words that a sender understands.</param>
    public sealed record Nowhere(bool IsPermanent, int Code, string Enhanced, string Reason) : HopLookup;
}
