using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Tables <c>Rules</c> and <c>RuleVersions</c>, and what joins them: no content of a rule is lost that was in force.</summary>
internal sealed class RuleTables(StorageConnection connection)
{
    public TableClient Rules { get; } = connection.Tables.GetTableClient("Rules");

    public TableClient Versions { get; } = connection.Tables.GetTableClient("RuleVersions");

    /// <summary>A repeat with the same time writes the same row.</summary>
    public async Task RecordAsync(RuleVersion version, CancellationToken cancellationToken) => await Versions.WriteAsync(
        () => Versions.UpsertEntityAsync(RuleVersionRow.Write(version), TableUpdateMode.Replace, cancellationToken), cancellationToken);

    /// <summary>Records what somebody has typed into the row itself, under the time at which the storage took it, and notes that in the row.</summary>
    public async Task RecordHandEditAsync(TableEntity row, Rule rule, CancellationToken cancellationToken)
    {
        await RecordAsync(new RuleVersion(rule, RuleChange.ByHand, row.Timestamp ?? default), cancellationToken);
        try
        {
            var change = new TableEntity(row.PartitionKey, row.RowKey) { [RuleRow.Version] = rule.Version };
            await Rules.TryMergeRowAsync(change, row.ETag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Changed since: whoever reads it next records that.
        }
    }
}
