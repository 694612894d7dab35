namespace Mail.Core;

/// <summary>
/// Jobs for other mail servers: table <c>Outbound</c> and queue <c>outbound</c>. Every member throws <see cref="StorageUnavailableException"/>
/// when the storage cannot be reached; a change may or may not have been made then.
/// </summary>
public interface IOutboundQueue
{
    /// <summary>
    /// Writes the job, then enqueues a pointer to it. May be repeated with the same <see cref="OutboundJob.JobId"/>: recipients that the
    /// stored job lacks are added, none is lost or doubled, and none that is final becomes pending again.
    /// </summary>
    ValueTask EnqueueAsync(OutboundJob job, CancellationToken cancellationToken);

    /// <summary>Enqueues a pointer that comes after <paramref name="delay"/> (0 to 7 days). The row is not looked at.</summary>
    ValueTask PointAsync(OutboundPointer pointer, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary><c>null</c> when there is no such job: every recipient is final and recorded.</summary>
    /// <exception cref="FormatException">The row is spoiled; the message names it.</exception>
    ValueTask<OutboundJob?> FindAsync(OutboundPointer pointer, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the row if it still is what was read: <see cref="OutboundJob.Version"/>. Gives the job with its new version; <c>null</c> when somebody
    /// has changed or removed it meanwhile.
    /// </summary>
    ValueTask<OutboundJob?> TryUpdateAsync(OutboundJob job, CancellationToken cancellationToken);

    /// <summary>Removes the row if it still is what was read. False when somebody has changed or removed it meanwhile.</summary>
    ValueTask<bool> TryDeleteAsync(OutboundJob job, CancellationToken cancellationToken);

    /// <summary>The jobs of one message.</summary>
    IAsyncEnumerable<OutboundJob> ListAsync(QueueId queueId, CancellationToken cancellationToken);

    /// <summary>The jobs for one destination.</summary>
    IAsyncEnumerable<OutboundJob> ListAsync(string destination, CancellationToken cancellationToken);

    /// <summary>All jobs. A row that cannot be read is left out, and the log tells of it.</summary>
    IAsyncEnumerable<OutboundJob> ListAsync(CancellationToken cancellationToken);
}
