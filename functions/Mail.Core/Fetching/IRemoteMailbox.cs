namespace Mail.Core;

/// <summary>
/// One session with a remote mailbox. Not for concurrent use. Every member throws <see cref="RemoteMailboxException"/>, after which the session is of
/// no use. Disposing without <see cref="CloseAsync"/> cuts the connection: what a POP3 server was told to delete then stays.
/// </summary>
public interface IRemoteMailbox : IAsyncDisposable
{
    RemotePeer Peer { get; }

    /// <summary>The folders that can be opened, by name, separated by <c>/</c>. POP3: INBOX.</summary>
    Task<IReadOnlyList<RemoteFolderName>> FoldersAsync(CancellationToken cancellationToken);

    /// <summary>Opens a folder, for reading and deleting; what was open before is closed.</summary>
    /// <returns><c>null</c> when there is none of that name.</returns>
    Task<RemoteFolder?> OpenAsync(string folder, CancellationToken cancellationToken);

    /// <summary>What is in the folder that is open, in the server's order, without what is marked as deleted.</summary>
    Task<IReadOnlyList<RemoteMessage>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads headers only, and marks nothing as read.</summary>
    /// <param name="each">Gets each header, CRLF-terminated, readable during the call. A message that is gone meanwhile is left out.</param>
    Task ReadHeadersAsync(
        IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken);

    /// <summary>Reads messages whole, several at once on the wire, and marks nothing as read.</summary>
    /// <param name="messages">Their sizes count towards the memory that all sessions share.</param>
    /// <param name="each">Gets each message, readable during the call. A message that is gone meanwhile is left out.</param>
    Task ReadAsync(
        IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken);

    /// <summary>Deletes messages: POP3 does so when the session is closed.</summary>
    /// <returns>False when the server can only mark them as deleted, and somebody else has to remove them (IMAP without UIDPLUS, RFC 4315).</returns>
    Task<bool> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken);

    /// <summary>Ends the session as the protocol has it.</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}
