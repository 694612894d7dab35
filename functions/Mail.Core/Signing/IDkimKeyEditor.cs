namespace Mail.Core;

/// <summary>Changes the keys and reads them without a cache: for the operator's tools. Throws <see cref="StorageUnavailableException"/>.</summary>
public interface IDkimKeyEditor
{
    /// <summary>By domain and selector, those that can be read.</summary>
    /// <param name="domain"><c>null</c> for all domains.</param>
    IAsyncEnumerable<DkimKey> ListAsync(string? domain, CancellationToken cancellationToken);

    /// <summary>False when the domain has that selector already, in whatever state: a selector is never used for a second key.</summary>
    ValueTask<bool> AddAsync(DkimSecret secret, CancellationToken cancellationToken);

    /// <summary>Sets the states of keys of one domain, all or none. False when one is missing.</summary>
    ValueTask<bool> SetStatesAsync(
        string domain, IReadOnlyDictionary<string, DkimKeyState> states, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>False when there was none.</summary>
    ValueTask<bool> RemoveAsync(string domain, string selector, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}
