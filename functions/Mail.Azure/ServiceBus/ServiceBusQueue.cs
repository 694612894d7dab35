using System.Text;
using Amqp;
using Amqp.Framing;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>One queue of the namespace, or its dead letters. Delivery is peek-lock: a message stays the broker's until we accept it.</summary>
internal sealed class ServiceBusQueue : IWorkQueue, IDeadLettering, IDisposable
{
    /// <summary>What follows one another in a batch is on its way already: longer than the gaps between frames.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50);

    /// <summary>What <c>peek-message</c> gives at most, and pages that are read to count.</summary>
    private const int PeekPage = 100;
    private const int MaxPages = IWorkQueue.MostCounted / PeekPage;

    private readonly SemaphoreSlim _receiving = new(1, 1);
    private readonly ServiceBusConnection _connection;
    private readonly ServiceBusLinks _links;
    private readonly HeldMessages _held;
    private readonly TimeProvider _time;

    /// <summary>How many messages the broker may send on the link without being asked again. Only the one who is receiving touches it.</summary>
    private (ReceiverLink? Link, int Left) _credit;

    /// <param name="name">As the rest of the system says.</param>
    /// <param name="path">As the broker says: <c>outbound</c> or <c>outbound/$DeadLetterQueue</c>.</param>
    public ServiceBusQueue(ServiceBusConnection connection, string name, string path, ILogger logger)
    {
        Name = name;
        _connection = connection;
        _links = new ServiceBusLinks(connection, path);
        _time = connection.Time;
        _held = new HeldMessages(_time, RenewAsync, logger);
    }

    public string Name { get; }

    public async ValueTask SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        var octets = Encoding.UTF8.GetBytes(body);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(octets.Length, ServiceBusMessage.MaxBody, nameof(body));
        var id = Guid.NewGuid().ToString("N");
        var now = _time.GetUtcNow();
        await GuardedAsync(
            async () =>
            {
                var sender = await _links.SenderAsync(cancellationToken);
                try
                {
                    await SendOnceAsync(sender);
                }
                catch (AmqpException) when (sender.IsClosed)
                {
                    // The link had gone before, unnoticed: an idle one is closed after some minutes. Once more, under the same id.
                    await SendOnceAsync(await _links.SenderAsync(cancellationToken));
                }

                return true;
            },
            cancellationToken);

        Task SendOnceAsync(SenderLink sender) =>
            sender.SendAsync(ServiceBusMessage.Write(id, octets, delay, now), _connection.Options.Timeout)
                .WaitAsync(_connection.Options.Timeout, cancellationToken);
    }

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

    public async ValueTask<WorkItem?> ExtendAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken)
    {
        if (_held.Take(item.Receipt) is not { } held)
        {
            return null;
        }

        if (visibility <= TimeSpan.Zero)
        {
            return HeldMessages.GiveBack(held) ? item with { Receipt = "" } : null;
        }

        var extended = held with { VisibleAt = _time.GetUtcNow() + visibility };
        if (held.LockToken is { } token)
        {
            try
            {
                // Asked each time, because only the broker knows whether it is still ours.
                var until = await GuardedAsync(() => RenewAsync(token, cancellationToken), cancellationToken);
                if (until is null)
                {
                    return null;
                }

                extended = extended with { LockedUntil = until };
            }
            catch
            {
                // Still ours for all we know: under the same receipt, for another try.
                _held.Restore(item.Receipt, held);
                throw;
            }
        }

        return item with { Receipt = _held.Add(extended) };
    }

    public ValueTask<bool> CompleteAsync(WorkItem item, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_held.Take(item.Receipt) is { } held && HeldMessages.TrySettle(held, (link, message) => link.Accept(message)));

    public ValueTask<bool> DeadLetterAsync(WorkItem item, string reason, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_held.Take(item.Receipt) is { } held && HeldMessages.TrySettle(
            held, (link, message) => link.Reject(message, new Error(ErrorCode.InternalError) { Description = reason })));

    public async ValueTask<IReadOnlyList<WorkItem>> PeekAsync(int max, CancellationToken cancellationToken) => await GuardedAsync(
        async () =>
        {
            var seen = new List<WorkItem>();
            await foreach (var message in WalkAsync(cancellationToken))
            {
                if (ServiceBusMessage.IsVisible(message))
                {
                    seen.Add(ServiceBusMessage.Read(message, receipt: ""));
                }

                if (seen.Count == max)
                {
                    break;
                }
            }

            return seen;
        },
        cancellationToken);

    public async ValueTask<int> CountAsync(CancellationToken cancellationToken) =>
        await GuardedAsync(() => WalkAsync(cancellationToken).CountAsync(cancellationToken).AsTask(), cancellationToken);

    public void Dispose()
    {
        _held.Dispose();
        _links.Dispose();
        _receiving.Dispose();
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

    private async Task<DateTimeOffset?> RenewAsync(Guid lockToken, CancellationToken cancellationToken) =>
        await ServiceBusManagement.RenewLockAsync(await _links.ManagementAsync(cancellationToken), lockToken, cancellationToken);

    private async IAsyncEnumerable<Message> WalkAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var node = await _links.ManagementAsync(cancellationToken);
        var from = 0L;
        for (var page = 0; page < MaxPages; page++)
        {
            var messages = await ServiceBusManagement.PeekAsync(node, from, PeekPage, cancellationToken);
            foreach (var message in messages)
            {
                yield return message;
            }

            // Not every broker fills a page; the end is an empty one, or numbers that don't go on.
            var last = messages.Count == 0 ? -1 : messages.Max(ServiceBusMessage.SequenceNumberOf);
            if (last < from)
            {
                break;
            }

            from = last + 1;
        }
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (ServiceBusErrors.IsFailure(e, cancellationToken))
        {
            if (e is TimeoutException)
            {
                _connection.Discard();
            }

            throw ServiceBusErrors.Unavailable(Name, e);
        }
    }
}
