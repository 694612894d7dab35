namespace Mail.Core;

/// <summary>A message in a remote folder, as a listing shows it.</summary>
/// <param name="Number">Its place in this session, from 1.</param>
/// <param name="Uid">The server's name for it: a UIDL (RFC 1939 §7) or an IMAP UID; empty when the server has none.</param>
/// <param name="Size">Octets, as the server claims.</param>
public sealed record RemoteMessage(int Number, string Uid, long Size)
{
    /// <summary>IMAP flags and keywords as the server has them, for example <c>\Seen</c>; empty for POP3.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>IMAP INTERNALDATE; <c>null</c> for POP3.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}
