namespace Mail.Core;

/// <summary>Opens remote mailboxes.</summary>
public interface IRemoteMailboxes
{
    /// <summary>Connects, protects the connection and logs in.</summary>
    /// <exception cref="RemoteMailboxException"/>
    Task<IRemoteMailbox> OpenAsync(RemoteAccount account, CancellationToken cancellationToken);
}
