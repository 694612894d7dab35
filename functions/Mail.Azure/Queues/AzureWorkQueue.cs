using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Mail.Core;

namespace Mail.Azure;

/// <summary>One storage queue. Each member is one request; a queue that is missing is made by the first send or receive.</summary>
internal sealed class AzureWorkQueue(QueueClient queue) : IWorkQueue
{
    // 64 KiB is the most that a message has in the queue (Put Message); base 64 makes 4 of 3.
    private const int MaxBody = 48 * 1024;

    // -1 s: the message does not expire (Put Message). Mail waits for as long as it takes.
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    public string Name => queue.Name;

    public async ValueTask SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(body), MaxBody, nameof(body));
        var text = QueueText.Encode(body);
        await queue.WriteAsync(() => queue.SendMessageAsync(text, delay, Never, cancellationToken), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<WorkItem>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken)
    {
        // A message that we take is hidden for a second at least (Get Messages).
        var hidden = visibility < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : visibility;
        var received = await queue.WriteAsync(() => queue.ReceiveMessagesAsync(max, hidden, cancellationToken), cancellationToken);
        return [.. received.Value.Select(Item)];
    }

    public async ValueTask<WorkItem?> ExtendAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken)
    {
        try
        {
            // Without a text the message keeps the one it has.
            var answer = await queue.UpdateMessageAsync(item.Id, item.Receipt, (string?)null, visibility, cancellationToken)
                .Guarded(cancellationToken);
            return item with { Receipt = answer.Value.PopReceipt };
        }
        catch (RequestFailedException e) when (IsNoLongerOurs(e))
        {
            return null;
        }
    }

    public async ValueTask<bool> CompleteAsync(WorkItem item, CancellationToken cancellationToken)
    {
        try
        {
            await queue.DeleteMessageAsync(item.Id, item.Receipt, cancellationToken).Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (IsNoLongerOurs(e))
        {
            return false;
        }
    }

    public async ValueTask<IReadOnlyList<WorkItem>> PeekAsync(int max, CancellationToken cancellationToken)
    {
        try
        {
            var peeked = await queue.PeekMessagesAsync(max, cancellationToken).Guarded(cancellationToken);
            return [.. peeked.Value.Select(Item)];
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return [];
        }
    }

    public async ValueTask<int> CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            var properties = await queue.GetPropertiesAsync(cancellationToken).Guarded(cancellationToken);
            return properties.Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return 0;
        }
    }

    private static bool IsNoLongerOurs(RequestFailedException answer) =>
        answer.Status == 404 || answer.ErrorCode is "PopReceiptMismatch";

    private static WorkItem Item(QueueMessage message) => new(
        message.MessageId,
        message.PopReceipt,
        QueueText.Decode(message.MessageText),
        (int)Math.Min(message.DequeueCount, int.MaxValue),
        message.InsertedOn ?? default);

    private static WorkItem Item(PeekedMessage message) => new(
        message.MessageId,
        Receipt: "",
        QueueText.Decode(message.MessageText),
        (int)Math.Min(message.DequeueCount, int.MaxValue),
        message.InsertedOn ?? default);
}
