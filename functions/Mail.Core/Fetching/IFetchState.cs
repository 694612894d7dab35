namespace Mail.Core;

/// <summary>
/// What has been fetched from remote accounts, how it goes, and what happened: table <c>FetchState</c>, one partition per <see cref="RemoteAccount.Id"/>.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached; a write may or may not have been made then.
/// </summary>
/// <remarks>A message gets its queue id with the batch that reserves it, before it is spooled; so a visit that dies is repeated under the same ids.</remarks>
public interface IFetchState
{
    /// <summary>One request, also for an account of which nothing is remembered.</summary>
    ValueTask<FetchMemory> LoadAsync(string id, CancellationToken cancellationToken);

    /// <summary>The batches of one folder, in the order of their numbers.</summary>
    ValueTask<IReadOnlyList<FetchBatch>> LoadBatchesAsync(string id, string folder, CancellationToken cancellationToken);

    ValueTask SetHealthAsync(string id, FetchHealth health, CancellationToken cancellationToken);

    ValueTask SetFolderAsync(string id, FetchFolder folder, CancellationToken cancellationToken);

    /// <summary>Adds a batch, or writes one as it is now.</summary>
    /// <returns>The batch with its new version; <c>null</c>, and nothing written, when somebody else has added or changed it: another visit goes on in our place.</returns>
    ValueTask<FetchBatch?> WriteBatchAsync(string id, FetchBatch batch, CancellationToken cancellationToken);

    /// <summary>Puts one batch in the place of others of its folder, all at once. False, and nothing done, when one of them has changed.</summary>
    /// <param name="old">At most 99; <paramref name="merged"/> has the number of one of them, or of none.</param>
    /// <param name="merged">Without messages: the others only go.</param>
    ValueTask<bool> MergeBatchesAsync(string id, IReadOnlyList<FetchBatch> old, FetchBatch merged, CancellationToken cancellationToken);

    ValueTask AddEventAsync(string id, FetchEvent happened, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    IAsyncEnumerable<FetchEvent> ListEventsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes events before a time, of all accounts, at most a thousand. Gives how many.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Removes everything of an account: what is there still will be fetched again.</summary>
    ValueTask ForgetAsync(string id, CancellationToken cancellationToken);
}
