namespace Mail.Core;

/// <summary>
/// What was found out about a message and done with it, as far as a report tells it (RFC 7489 §7.2): nothing of who it was for. Messages with equal findings are
/// counted together.
/// </summary>
public sealed record DmarcFinding
{
    /// <summary>Signatures that are told; mail has one or two.</summary>
    public const int MaxSignatures = 4;

    /// <summary>Of the client, IPv4 or IPv6.</summary>
    public required string Source { get; init; }

    /// <summary>Of From.</summary>
    public required string HeaderFrom { get; init; }

    /// <summary>Domain of MAIL FROM; empty for <c>&lt;&gt;</c>.</summary>
    public string EnvelopeFrom { get; init; } = "";

    /// <summary>What was done because of the domain's policy, which may be milder than it.</summary>
    public DmarcPolicy Disposition { get; init; }

    /// <summary>A signature passed whose domain is aligned with <see cref="HeaderFrom"/>.</summary>
    public bool DkimAligned { get; init; }

    /// <summary>SPF passed for a domain that is aligned with <see cref="HeaderFrom"/>.</summary>
    public bool SpfAligned { get; init; }

    /// <summary>Why the disposition is not what the policy asks for: a word of appendix C, such as <c>local_policy</c>; <c>null</c> when it is.</summary>
    public string? Override { get; init; }

    /// <summary>At most <see cref="MaxSignatures"/>.</summary>
    public IReadOnlyList<DmarcDkim> Dkim { get; init; } = [];

    public required DmarcSpf Spf { get; init; }

    public bool Equals(DmarcFinding? other) =>
        other is not null
        && Source == other.Source
        && HeaderFrom == other.HeaderFrom
        && EnvelopeFrom == other.EnvelopeFrom
        && Disposition == other.Disposition
        && DkimAligned == other.DkimAligned
        && SpfAligned == other.SpfAligned
        && Override == other.Override
        && Spf == other.Spf
        && Dkim.SequenceEqual(other.Dkim);

    public override int GetHashCode() => HashCode.Combine(Source, HeaderFrom, EnvelopeFrom, Disposition, DkimAligned, SpfAligned, Spf, Dkim.Count);
}
