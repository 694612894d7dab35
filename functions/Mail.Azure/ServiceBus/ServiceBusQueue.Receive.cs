using Amqp;
using Amqp.Framing;
using Mail.Core;

namespace Mail.Azure;

/// <content>Taking messages in batches, by credit.</content>
internal sealed partial class ServiceBusQueue
{
    /// <summary>What follows one another in a batch is on its way already: longer than the gaps between frames.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _receiving = new(1, 1);

    /// <summary>How many messages the broker may send on the link without being asked again. Only the one who is receiving touches it.</summary>
    private (ReceiverLink? Link, int Left) _credit;

    public async ValueTask<IReadOnlyList<WorkItem>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken)
    {
        await _receiving.WaitAsync(cancellationToken);
        try
        {
            return await GuardedAsync(() => ReceiveBatchAsync(max, visibility, cancellationToken), cancellationToken);
        }
        finally
        {
            _receiving.Release();
        }
    }

    private async Task<IReadOnlyList<WorkItem>> ReceiveBatchAsync(int max, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var receiver = await _links.ReceiverAsync(cancellationToken);
        // Topped up to one batch. What is left of it is not drained (AMQP 1.0 §2.6.7): RabbitMQ says that the credit is used up before it
        // sends the messages that used it, which the library takes for a violation.
        var credit = _credit.Link == receiver ? _credit.Left : 0;
        receiver.SetCredit(Math.Max(0, max - credit), CreditMode.Manual);
        credit = Math.Max(credit, max);
        _credit = (receiver, credit);
        var batch = new List<WorkItem>(max);
        for (var wait = _connection.Options.ReceiveWait; batch.Count < max; wait = Gap)
        {
            // Yields: the library completes the wait on the thread that reads the connection.
            if (await receiver.ReceiveAsync(wait).ConfigureAwait(ConfigureAwaitOptions.ForceYielding) is not { } message)
            {
                break;
            }

            _credit = (receiver, --credit);
            if (Hold(receiver, message, visibility) is { } item)
            {
                batch.Add(item);
            }
        }

        return batch.Count == 0 && receiver.IsClosed ? throw new AmqpException(receiver.Error ?? new Error(ErrorCode.DetachForced)) : batch;
    }

    /// <summary><c>null</c> for one that came too late for the last batch and whose lock has ended since: it comes again.</summary>
    private WorkItem? Hold(ReceiverLink receiver, Message message, TimeSpan visibility)
    {
        var now = _time.GetUtcNow();
        var (token, until) = ServiceBusMessage.LockOf(message) is { } locked ? (locked.Token, locked.Until) : ((Guid?)null, (DateTimeOffset?)null);
        var held = new HeldMessage(message, receiver, token, until, now + visibility);
        if (!held.IsOursAt(now))
        {
            HeldMessages.TrySettle(held, (link, it) => link.Release(it));
            return null;
        }

        return ServiceBusMessage.Read(message, _held.Add(held));
    }
}
