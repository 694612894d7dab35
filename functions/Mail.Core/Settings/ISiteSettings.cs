namespace Mail.Core;

/// <summary>The settings of the site as they are now, at most ten seconds old.</summary>
public interface ISiteSettings
{
    /// <summary>
    /// Does not fail: while the storage cannot be reached the last known settings go on being used, and before any are known the defaults.
    /// Almost always answers at once; after a time without questions it waits for the storage, a few seconds at most.
    /// </summary>
    ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken);
}
