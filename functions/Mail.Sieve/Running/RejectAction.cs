namespace Mail.Sieve;

/// <summary>The sender is told that the message is refused (RFC 5429).</summary>
public sealed record RejectAction : SieveAction
{
    /// <summary>For the sender to read; lines end in CRLF, may be beyond ASCII.</summary>
    public required string Reason { get; init; }

    /// <summary>By <c>ereject</c>, which would rather refuse in the SMTP dialog than answer with a message (RFC 5429 §2.1).</summary>
    public bool Extended { get; init; }
}
