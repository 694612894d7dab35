namespace Mail.Sieve;

/// <summary>The mailbox for a copy of a message that a script sends (RFC 8580).</summary>
public sealed record FileCopy
{
    public required string Mailbox { get; init; }

    /// <summary>RFC 5490 §3.2.</summary>
    public bool Create { get; init; }

    /// <summary>RFC 8579 §4.</summary>
    public string? SpecialUse { get; init; }

    /// <summary>RFC 5232 §5.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}
