using Mail.Core;

namespace Mail.Authentication;

/// <summary>What a DKIM-Signature, an ARC-Message-Signature or an ARC-Seal says: RFC 6376 §3.5, RFC 8617 §4.1.</summary>
internal sealed record SignatureTags
{
    /// <summary><c>a=</c> as written.</summary>
    public required string Algorithm { get; init; }

    /// <summary><c>d=</c> in lower case, A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary><c>s=</c>.</summary>
    public required string Selector { get; init; }

    /// <summary><c>b=</c>.</summary>
    public required byte[] Signature { get; init; }

    /// <summary><c>t=</c>, seconds since 1970; <c>null</c> when not given.</summary>
    public long? SignedAt { get; init; }

    /// <summary><c>x=</c>, seconds since 1970; <c>null</c> when not given.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary><c>i=</c> of a DKIM-Signature; <c>null</c> when not given.</summary>
    public string? Identity { get; init; }

    public Canonicalization HeaderForm { get; init; } = Canonicalization.Relaxed;

    public BodyPart Body { get; init; } = new(Canonicalization.Simple, null);

    /// <summary><c>bh=</c>; empty for an ARC-Seal, which covers no body.</summary>
    public byte[] BodyHash { get; init; } = [];

    /// <summary><c>h=</c> in its order; empty for an ARC-Seal.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public bool Covers(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
