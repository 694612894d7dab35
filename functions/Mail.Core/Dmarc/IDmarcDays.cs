namespace Mail.Core;

/// <summary>What is to be reported to other domains, of all instances together. Throws <see cref="StorageUnavailableException"/>.</summary>
public interface IDmarcDays
{
    /// <summary>Adds what one instance has counted. May be repeated: the same batch counts once.</summary>
    /// <param name="batch">Names it, unique, with the same <paramref name="days"/> each time.</param>
    /// <param name="days">Each domain of a day once.</param>
    ValueTask AddAsync(QueueId batch, IReadOnlyList<DmarcDay> days, CancellationToken cancellationToken);

    /// <summary>The days before that one, the oldest first, each domain of a day once. A row that a hand has spoiled is left out.</summary>
    IAsyncEnumerable<DmarcDay> ListAsync(DateOnly before, CancellationToken cancellationToken);

    /// <summary>It need not be there.</summary>
    ValueTask RemoveAsync(DateOnly day, string domain, CancellationToken cancellationToken);
}
