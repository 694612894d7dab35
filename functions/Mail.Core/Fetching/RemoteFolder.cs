namespace Mail.Core;

/// <summary>A folder that is open.</summary>
public sealed record RemoteFolder
{
    public required string Name { get; init; }

    /// <summary>IMAP: UIDs mean the same messages while this stays (RFC 9051 §2.3.1.1). <c>null</c> for POP3, whose UIDs never come again.</summary>
    public required uint? UidValidity { get; init; }

    /// <summary>Changes when messages come or go: while it stays, listing shows nothing new. <c>null</c> when the server gives no hint.</summary>
    public required string? Revision { get; init; }

    /// <summary>
    /// False when the server has no UIDs (POP3 without UIDL): messages are told apart by their headers, and <see cref="RemoteMessage.Uid"/> is empty.
    /// </summary>
    public bool HasUids { get; init; } = true;

    public int Count { get; init; }
}
