namespace Mail.Sieve;

/// <summary>Into a mailbox by name (RFC 5228 §4.1).</summary>
public sealed record FileIntoAction : StoreAction
{
    /// <summary>As written in the script, UTF-8 and not yet checked against what the store takes for a name.</summary>
    public required string Mailbox { get; init; }

    /// <summary>A mailbox that is not there shall be made (RFC 5490 §3.2).</summary>
    public bool Create { get; init; }

    /// <summary>Rather into the mailbox with this attribute, such as <c>\Junk</c>, if there is one (RFC 8579 §4).</summary>
    public string? SpecialUse { get; init; }
}
