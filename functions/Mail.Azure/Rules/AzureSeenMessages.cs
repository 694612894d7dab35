using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>Duplicates</c>: partition key the account's id, row key a hash of handle and id; columns <c>Message</c>, <c>Expires</c>, and <c>Handle</c>
/// and <c>Id</c> for people.
/// </summary>
public sealed class AzureSeenMessages : ISeenMessages
{
    private const int MaxPruned = 5000;

    // What is only shown.
    private const int MaxShown = 500;

    private readonly TableClient _table;

    internal AzureSeenMessages(StorageConnection connection) => _table = connection.Tables.GetTableClient("Duplicates");

    public async ValueTask<SeenMessage?> FindAsync(string accountId, string handle, string id, CancellationToken cancellationToken) =>
        await _table.FindRowAsync(accountId, MemoryKey.Of(handle, id), cancellationToken) is { } row
            && QueueId.TryParse(Lenient.Text(row, "Message"), out var message)
            && Lenient.Time(row, "Expires") is { } until
                ? new SeenMessage(accountId, handle, id, message, until)
                : null;

    public async ValueTask RememberAsync(SeenMessage seen, CancellationToken cancellationToken)
    {
        var row = new TableEntity(seen.AccountId, MemoryKey.Of(seen.Handle, seen.Id))
        {
            ["Message"] = seen.Message.ToString(),
            ["Expires"] = seen.Until,
            ["Handle"] = LongText.Cut(seen.Handle, MaxShown),
            ["Id"] = LongText.Cut(seen.Id, MaxShown),
        };
        await _table.WriteAsync(() => _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    public async ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.TimeBefore("Expires", now), MaxPruned, cancellationToken);
}
