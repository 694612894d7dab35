namespace Mail.Core;

/// <summary>The record of refused mail. Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.</summary>
public interface IRejectLog
{
    /// <summary>Adds records. May be repeated.</summary>
    ValueTask WriteAsync(IReadOnlyCollection<RejectRecord> records, CancellationToken cancellationToken);

    /// <summary>The newest first of one owner, or of all: then the storage walks the whole table.</summary>
    /// <param name="since">The oldest time that is wanted.</param>
    IAsyncEnumerable<RejectRecord> ListAsync(MailAddress? owner, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Walks the table. <c>null</c> when there is none of that id, or not any more.</summary>
    ValueTask<RejectRecord?> FindAsync(QueueId id, CancellationToken cancellationToken);

    /// <summary>Removes records older than <paramref name="before"/>, some thousand at the most: the next run goes on. Gives how many.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
