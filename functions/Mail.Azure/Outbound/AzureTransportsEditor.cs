using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>Transports</c> for the operator's tools.</summary>
public sealed class AzureTransportsEditor : ITransportsEditor
{
    private readonly PatternTable<TransportRow, Transport, string> _table;

    internal AzureTransportsEditor(StorageConnection connection) => _table = new(connection.Tables.GetTableClient("Transports"));

    public IAsyncEnumerable<Transport> ListAsync(CancellationToken cancellationToken) =>
        _table.ListAsync(cancellationToken).OrderBy(transport => transport.Pattern, StringComparer.Ordinal);

    public ValueTask<bool> AddAsync(Transport transport, CancellationToken cancellationToken) => _table.AddAsync(transport, cancellationToken);

    public ValueTask SetAsync(Transport transport, CancellationToken cancellationToken) => _table.SetAsync(transport, cancellationToken);

    public ValueTask<bool> RemoveAsync(string pattern, CancellationToken cancellationToken) => _table.RemoveAsync(pattern, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) => _table.CheckAsync(cancellationToken);
}
