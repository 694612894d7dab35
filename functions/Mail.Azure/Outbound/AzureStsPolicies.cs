using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>StsPolicies</c>. Finding and keeping is one request.</summary>
public sealed class AzureStsPolicies : IStsPolicies
{
    private const int MaxPruned = 1000;

    private readonly TableClient _table;

    internal AzureStsPolicies(StorageConnection connection) => _table = connection.Tables.GetTableClient("StsPolicies");

    public async ValueTask<KeptStsPolicy?> FindAsync(string domain, CancellationToken cancellationToken) =>
        await _table.FindRowAsync(TableKey.Encode(domain), StsPolicyRow.RowKey, cancellationToken) is { } row ? StsPolicyRow.Read(row) : null;

    public async ValueTask KeepAsync(KeptStsPolicy policy, CancellationToken cancellationToken)
    {
        var row = StsPolicyRow.Write(policy);
        await _table.WriteAsync(() => _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    public IAsyncEnumerable<KeptStsPolicy> ListAsync(CancellationToken cancellationToken) =>
        _table.RowsAsync(TableFilter.Row(StsPolicyRow.RowKey), cancellationToken).Select(StsPolicyRow.Read).OfType<KeptStsPolicy>();

    public async ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.TimeBefore("ExpiresAt", now), MaxPruned, cancellationToken);
}
