namespace Mail.Core;

/// <summary>What other servers report about our domains. Throws <see cref="StorageUnavailableException"/>.</summary>
public interface IDmarcSummaries
{
    /// <summary>Reports of one domain and day. A large domain is reported by some hundred servers a day.</summary>
    const int MaxPerDay = 500;

    /// <summary>Of them from one reporter. Most send one, some one an hour.</summary>
    const int MaxPerReporter = 50;

    ValueTask<DmarcAdding> TryAddAsync(DmarcSummary summary, CancellationToken cancellationToken);

    /// <summary>By domain, the oldest first. A row that a hand has spoiled is left out.</summary>
    /// <param name="domain"><c>null</c> for all.</param>
    /// <param name="from">The first day.</param>
    IAsyncEnumerable<DmarcSummary> ListAsync(string? domain, DateOnly from, CancellationToken cancellationToken);

    /// <summary>Forgets what is from before that day, some thousand at a time. Gives how many.</summary>
    ValueTask<int> PruneAsync(DateOnly before, CancellationToken cancellationToken);
}
