using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>Settings</c> for the operator's tools.</summary>
public sealed class AzureSiteSettingsEditor : ISiteSettingsEditor
{
    private readonly TableClient _table;

    internal AzureSiteSettingsEditor(StorageConnection connection) => _table = connection.Tables.GetTableClient("Settings");

    public IAsyncEnumerable<SiteSettingRow> ListAsync(CancellationToken cancellationToken) =>
        _table.RowsAsync(TableFilter.Partition(SettingRow.Partition), cancellationToken).Select(SettingRow.Read);

    public async ValueTask SetAsync(SiteSettingRow row, CancellationToken cancellationToken) =>
        await _table.WriteAsync(() => _table.UpsertEntityAsync(SettingRow.Write(row), TableUpdateMode.Merge, cancellationToken), cancellationToken);

    public async ValueTask<bool> UnsetAsync(string name, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(SettingRow.Partition, TableKey.Encode(name), cancellationToken);

    public async IAsyncEnumerable<DirectoryProblem> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.RowsAsync(filter: null, cancellationToken))
        {
            var problem = row.PartitionKey == SettingRow.Partition
                ? SettingRow.Read(row).Problem
                : $"the partition key has to be '{SettingRow.Partition}', so this row is never looked at";
            if (await _table.NoteProblemAsync(row, problem, cancellationToken) is { } found)
            {
                yield return found;
            }
        }
    }
}
