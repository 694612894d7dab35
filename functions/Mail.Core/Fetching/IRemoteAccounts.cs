namespace Mail.Core;

/// <summary>
/// Table <c>RemoteAccounts</c>, as it is now. A row that cannot be used is reported and left out. Every member throws
/// <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface IRemoteAccounts
{
    /// <summary>All of them, paused ones included, a thousand per request, never all in memory.</summary>
    IAsyncEnumerable<RemoteAccount> ListAsync(CancellationToken cancellationToken);

    /// <summary><c>null</c> when there is none, or its row cannot be used.</summary>
    ValueTask<RemoteAccount?> FindAsync(RemoteAccountKey key, CancellationToken cancellationToken);

    /// <summary>Writes why it is paused, and leaves the rest of the row alone. False when there is no such row.</summary>
    /// <param name="reason"><c>null</c>: it goes on.</param>
    ValueTask<bool> SetPausedAsync(RemoteAccountKey key, string? reason, CancellationToken cancellationToken);
}
