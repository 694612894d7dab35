namespace Mail.Core;

/// <summary>How TLS went, by day and domain, of all instances together. Throws <see cref="StorageUnavailableException"/>.</summary>
public interface ITlsDays
{
    /// <summary>Adds to what is there.</summary>
    /// <returns>False when too many write at once: nothing has been added.</returns>
    ValueTask<bool> TryAddAsync(TlsDay more, CancellationToken cancellationToken);

    /// <summary>The days before that one, the oldest first. A row that a hand has spoiled is left out.</summary>
    IAsyncEnumerable<TlsDay> ListAsync(DateOnly before, CancellationToken cancellationToken);

    /// <summary>It need not be there.</summary>
    ValueTask RemoveAsync(DateOnly day, string domain, CancellationToken cancellationToken);
}
