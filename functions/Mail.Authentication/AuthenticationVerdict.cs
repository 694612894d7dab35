namespace Mail.Authentication;

/// <summary>All that is known about who sent a message.</summary>
public sealed record AuthenticationVerdict
{
    /// <summary>Of MAIL FROM; of <c>postmaster@</c> the HELO name for a bounce (RFC 7208 §2.4).</summary>
    public required SpfVerdict Spf { get; init; }

    /// <summary>Of HELO itself (RFC 7208 §2.3).</summary>
    public required SpfVerdict SpfHelo { get; init; }

    public required IpRevVerdict IpRev { get; init; }

    /// <summary>In the order of the signatures, from the top; empty without any.</summary>
    public required IReadOnlyList<DkimVerdict> Dkim { get; init; }

    public required ArcVerdict Arc { get; init; }

    public required DmarcVerdict Dmarc { get; init; }
}
