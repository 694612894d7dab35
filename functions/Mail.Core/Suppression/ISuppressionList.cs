namespace Mail.Core;

/// <summary>
/// Addresses elsewhere to which nothing is sent. Local-parts are matched ignoring case. Throws <see cref="StorageUnavailableException"/>, also when others
/// change the same entry over and over.
/// </summary>
public interface ISuppressionList
{
    /// <summary>The entry that holds now; <c>null</c> when mail may be sent. At most ten seconds old.</summary>
    ValueTask<Suppression?> FindAsync(MailAddress address, CancellationToken cancellationToken);

    /// <summary>Adds or replaces the entry, but never what an operator has said unless the new one is an operator's.</summary>
    ValueTask AddAsync(Suppression suppression, CancellationToken cancellationToken);

    /// <summary>False when there was none.</summary>
    ValueTask<bool> RemoveAsync(MailAddress address, CancellationToken cancellationToken);

    /// <summary>By domain and local-part, expired ones included.</summary>
    /// <param name="domain"><c>null</c> for all.</param>
    IAsyncEnumerable<Suppression> ListAsync(string? domain, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Removes what has expired, some thousand at most. Gives how many.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
