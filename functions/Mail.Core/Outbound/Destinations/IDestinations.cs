namespace Mail.Core;

/// <summary>
/// What all instances know together about destinations: table <c>Destinations</c>. Every member throws <see cref="StorageUnavailableException"/>
/// when the storage cannot be reached.
/// </summary>
public interface IDestinations
{
    /// <summary><c>null</c> when nothing is known of it.</summary>
    ValueTask<DestinationState?> FindAsync(string destination, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the row if it still is what was read: <see cref="DestinationState.Version"/>, empty for a new row. Gives the state with its new version;
    /// <c>null</c> when somebody was faster.
    /// </summary>
    ValueTask<DestinationState?> TryWriteAsync(DestinationState state, CancellationToken cancellationToken);

    /// <summary>Removes the row, so that the destination is new again. False when there was none.</summary>
    ValueTask<bool> DeleteAsync(string destination, CancellationToken cancellationToken);

    IAsyncEnumerable<DestinationState> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes rows that nobody has written since <paramref name="before"/>, at most 1000. Gives how many.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
