namespace Mail.Core;

/// <summary>The keys that sign, as they are now, at most ten seconds old.</summary>
public interface IDkimKeys
{
    /// <summary>The domain's active keys, at most one per algorithm, RSA first; empty when it has none.</summary>
    /// <exception cref="StorageUnavailableException">Not known now, or a row or secret that cannot be read: mail waits rather than goes unsigned.</exception>
    ValueTask<IReadOnlyList<DkimSecret>> FindActiveAsync(string domain, CancellationToken cancellationToken);
}
