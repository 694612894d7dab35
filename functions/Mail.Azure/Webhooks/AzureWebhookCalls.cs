using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>Webhooks</c>: partition key the account's id, row key the call's; columns <c>Url</c>, <c>Body</c>, <c>CreatedAt</c>, <c>Attempts</c>,
/// <c>LastAnswer</c>. Pointers are in queue <c>webhooks</c>.
/// </summary>
public sealed class AzureWebhookCalls : IWebhookCalls
{
    // What is only shown.
    private const int MaxShown = 500;

    private readonly TableClient _table;
    private readonly IWorkQueue _queue;

    internal AzureWebhookCalls(StorageConnection connection, IWorkQueues queues)
    {
        _table = connection.Tables.GetTableClient("Webhooks");
        _queue = queues.Get(QueueNames.Webhooks);
    }

    public async ValueTask EnqueueAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        await _table.TryAddRowAsync(Write(call), cancellationToken);
        await _queue.SendAsync(call.Pointer.ToJson(), TimeSpan.Zero, cancellationToken);
    }

    public async ValueTask<WebhookCall?> FindAsync(WebhookPointer pointer, CancellationToken cancellationToken) =>
        await _table.FindRowAsync(pointer.AccountId, pointer.CallId, cancellationToken) is { } row ? Read(row) : null;

    public async ValueTask PutOffAsync(WebhookCall call, TimeSpan delay, CancellationToken cancellationToken)
    {
        await _queue.SendAsync(call.Pointer.ToJson(), delay, cancellationToken);
        // Gone when another attempt has ended well meanwhile: then it stays gone.
        await _table.TryMergeRowAsync(
            new TableEntity(call.AccountId, call.CallId.ToString())
            {
                ["Attempts"] = call.Attempts,
                ["LastAnswer"] = LongText.Cut(call.LastAnswer, MaxShown),
            },
            ETag.All,
            cancellationToken);
    }

    public async ValueTask DeleteAsync(WebhookPointer pointer, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(pointer.AccountId, pointer.CallId, cancellationToken);

    private static TableEntity Write(WebhookCall call)
    {
        var row = new TableEntity(call.AccountId, call.CallId.ToString())
        {
            ["CreatedAt"] = call.CreatedAt,
            ["Attempts"] = call.Attempts,
            ["LastAnswer"] = LongText.Cut(call.LastAnswer, MaxShown),
        };
        LongText.Set(row, "Url", call.Url.AbsoluteUri);
        LongText.Set(row, "Body", call.Body);
        return row;
    }

    /// <summary><c>null</c> for a row that somebody has spoiled: there is nobody to call.</summary>
    private static WebhookCall? Read(TableEntity row) =>
        QueueId.TryParse(row.RowKey, out var id) && Uri.TryCreate(LongText.Get(row, "Url"), UriKind.Absolute, out var url)
            ? new WebhookCall
            {
                AccountId = row.PartitionKey,
                CallId = id,
                Url = url,
                Body = LongText.Get(row, "Body"),
                CreatedAt = Lenient.Time(row, "CreatedAt") ?? row.Timestamp ?? default,
                Attempts = (int)Math.Clamp(Lenient.Number(row, "Attempts"), 0, int.MaxValue),
                LastAnswer = Lenient.Text(row, "LastAnswer") ?? "",
            }
            : null;
}
