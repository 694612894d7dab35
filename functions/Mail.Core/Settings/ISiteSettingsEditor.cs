namespace Mail.Core;

/// <summary>Changes the settings and reads them without a cache: for the operator's tools. Throws <see cref="StorageUnavailableException"/>.</summary>
public interface ISiteSettingsEditor
{
    /// <summary>The rows that exist, good or not, by name.</summary>
    IAsyncEnumerable<SiteSettingRow> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces the row.</summary>
    /// <param name="row">Its problem is not stored: a row is judged when it is read.</param>
    ValueTask SetAsync(SiteSettingRow row, CancellationToken cancellationToken);

    /// <summary>Removes the row, so that the default holds. False when there was none.</summary>
    ValueTask<bool> UnsetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}
