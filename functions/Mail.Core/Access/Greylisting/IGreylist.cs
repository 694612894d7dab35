namespace Mail.Core;

/// <summary>
/// What greylisting remembers: table <c>Greylist</c>, a partition for each client network. Two processes that write at once may lose a count, no
/// more. Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface IGreylist
{
    /// <summary>Both entries, expired ones included; <c>null</c> for one that there is not.</summary>
    ValueTask<(GreylistEntry? Network, GreylistEntry? Pair)> FindAsync(GreylistKey key, CancellationToken cancellationToken);

    /// <summary>Stores what is not <c>null</c>, both or neither, with one request.</summary>
    ValueTask SaveAsync(GreylistKey key, GreylistEntry? network, GreylistEntry? pair, CancellationToken cancellationToken);

    /// <summary>Removes what has expired, some thousand entries at the most: the next run goes on. Gives how many.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
