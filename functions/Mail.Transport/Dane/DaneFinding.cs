namespace Mail.Transport;

/// <summary>What the DNS says, by DNSSEC, of a server's certificate.</summary>
internal abstract record DaneFinding
{
    private DaneFinding()
    {
    }

    /// <summary>Nothing that can be relied on.</summary>
    public sealed record None : DaneFinding;

    /// <param name="Records">At least one, of which none need be usable.</param>
    public sealed record Found(TlsaSet Records) : DaneFinding;

    /// <summary>It cannot be known now: the server is not to be used (RFC 7672 §2.1.1).</summary>
    public sealed record Unknown(string Reason) : DaneFinding;
}
