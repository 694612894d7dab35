namespace Mail.Core;

/// <summary>
/// The policies of MTA-STS that have been fetched, for all instances: a policy holds for its time even while its domain cannot be asked, and a new instance
/// must not be the one that forgets it. Throws <see cref="StorageUnavailableException"/>.
/// </summary>
public interface IStsPolicies
{
    /// <summary><c>null</c> when there is none, or it cannot be read. It may have expired.</summary>
    ValueTask<KeptStsPolicy?> FindAsync(string domain, CancellationToken cancellationToken);

    /// <summary>Adds it, or replaces that of its domain.</summary>
    ValueTask KeepAsync(KeptStsPolicy policy, CancellationToken cancellationToken);

    /// <summary>All that can be read, by domain.</summary>
    IAsyncEnumerable<KeptStsPolicy> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes those that have expired by then, at most a thousand. Gives how many.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
