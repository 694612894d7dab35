namespace Mail.Core;

/// <summary>Changes the transports and reads them without a cache: for the operator's tools. Throws <see cref="StorageUnavailableException"/>.</summary>
public interface ITransportsEditor
{
    /// <summary>The rows that can be used, disabled ones included, by pattern.</summary>
    IAsyncEnumerable<Transport> ListAsync(CancellationToken cancellationToken);

    /// <summary>False when there is one of that pattern.</summary>
    ValueTask<bool> AddAsync(Transport transport, CancellationToken cancellationToken);

    /// <summary>Adds it, or replaces the one of its pattern.</summary>
    ValueTask SetAsync(Transport transport, CancellationToken cancellationToken);

    /// <param name="pattern">As <see cref="TransportPattern"/> writes it.</param>
    /// <returns>False when there was none.</returns>
    ValueTask<bool> RemoveAsync(string pattern, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}
