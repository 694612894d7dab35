namespace Mail.Core;

/// <summary>Which way mail takes, as it is now, at most ten seconds old.</summary>
public interface ITransports
{
    /// <summary>
    /// The row for this recipient, else for this sender, else for everybody, else <see cref="Transport.Default"/>. Does not fail: while the storage
    /// cannot be reached the last known rows stay in force.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// No row has ever been read: mail that a row sends through a smarthost must not go another way because of an outage.
    /// </exception>
    ValueTask<Transport> FindAsync(MailAddress recipient, MailAddress? sender, CancellationToken cancellationToken);
}
