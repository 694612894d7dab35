using System.Collections.Concurrent;
using Amqp;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>
/// The messages that the broker has locked for us, by receipt. It gives a storage queue's visibility to them: a lock is renewed until the
/// visibility ends, then the message is given back, counted as a failed delivery. When the process dies the broker's lock ends by itself.
/// </summary>
/// <param name="renew">Renews a lock at the broker and gives its new end; <c>null</c> when it is lost.</param>
internal sealed partial class HeldMessages(
    TimeProvider time, Func<Guid, CancellationToken, Task<DateTimeOffset?>> renew, ILogger logger) : IDisposable
{
    /// <summary>The pause before a renewal is tried again that failed.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (HeldMessage Held, ITimer Timer)> _held = new(StringComparer.Ordinal);

    /// <summary>Gives the receipt.</summary>
    public string Add(HeldMessage held)
    {
        var receipt = Guid.NewGuid().ToString("N");
        Restore(receipt, held);
        return receipt;
    }

    /// <summary>As if it had not been taken.</summary>
    public void Restore(string receipt, HeldMessage held)
    {
        var timer = time.CreateTimer(_ => _ = TickAsync(receipt), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _held[receipt] = (held, timer);
        Schedule(held, timer);
    }

    /// <summary>Whoever takes it settles it; nobody else can any more. <c>null</c> when it is not, or no longer, ours.</summary>
    public HeldMessage? Take(string receipt)
    {
        if (!_held.TryRemove(receipt, out var entry))
        {
            return null;
        }

        entry.Timer.Dispose();
        return entry.Held.IsOursAt(time.GetUtcNow()) ? entry.Held : null;
    }

    /// <summary>Settles with an outcome. False when the link is gone, and the lock with it.</summary>
    public static bool TrySettle(HeldMessage held, Action<ReceiverLink, Message> settle)
    {
        try
        {
            settle(held.Link, held.Message);
            return true;
        }
        catch (Exception e) when (ServiceBusErrors.IsFailure(e, CancellationToken.None))
        {
            return false;
        }
    }

    /// <summary>
    /// Counted as a failed delivery: delivery-count goes up (AMQP 1.0 §3.4.5). A broker without lock tokens gets released: RabbitMQ 3 knows no
    /// modified.
    /// </summary>
    public static bool GiveBack(HeldMessage held) => TrySettle(held, (link, message) =>
    {
        if (held.LockToken is null)
        {
            link.Release(message);
        }
        else
        {
            link.Modify(message, deliveryFailed: true);
        }
    });

    public void Dispose()
    {
        foreach (var receipt in _held.Keys)
        {
            if (Take(receipt) is { } held)
            {
                GiveBack(held);
            }
        }
    }

    private void Schedule(HeldMessage held, ITimer timer)
    {
        var now = time.GetUtcNow();
        var due = held.VisibleAt - now;
        if (held.LockedUntil is { } until && until < held.VisibleAt)
        {
            // Half of what is left leaves time for further tries.
            due = (until - now) / 2;
        }

        timer.Change(due > RetryPause || due == held.VisibleAt - now ? Max(due, TimeSpan.Zero) : RetryPause, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task TickAsync(string receipt)
    {
        if (!_held.TryGetValue(receipt, out var entry))
        {
            return;
        }

        if (time.GetUtcNow() >= entry.Held.VisibleAt || !entry.Held.IsOursAt(time.GetUtcNow()))
        {
            if (Take(receipt) is { } ended)
            {
                GiveBack(ended);
            }

            return;
        }

        await RenewAsync(receipt, entry.Held, entry.Timer);
    }

    private async Task RenewAsync(string receipt, HeldMessage held, ITimer timer)
    {
        try
        {
            if (held.LockToken is { } token)
            {
                if (await renew(token, CancellationToken.None) is not { } until)
                {
                    Take(receipt);
                    LockLost(logger, ServiceBusMessage.SequenceNumberOf(held.Message));
                    return;
                }

                held = held with { LockedUntil = until };
            }
        }
        catch (Exception e)
        {
            RenewalFailed(logger, e.Message);
        }

        // Not put back when it was taken meanwhile.
        if (_held.TryGetValue(receipt, out var current) && _held.TryUpdate(receipt, (held, timer), current))
        {
            Schedule(held, timer);
        }
    }

    [LoggerMessage(4102, LogLevel.Warning, "Service Bus gives message {SequenceNumber} to somebody else: its lock was lost")]
    private static partial void LockLost(ILogger logger, long sequenceNumber);

    [LoggerMessage(4103, LogLevel.Warning, "A lock could not be renewed yet: {Reason}")]
    private static partial void RenewalFailed(ILogger logger, string reason);
}
