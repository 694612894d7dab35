using System.Text;
using Amqp;
using Amqp.Framing;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>One queue of the namespace, or its dead letters. Delivery is peek-lock: a message stays the broker's until we accept it.</summary>
internal sealed partial class ServiceBusQueue : IWorkQueue, IDeadLettering, IDisposable
{
    private readonly ServiceBusConnection _connection;
    private readonly ServiceBusLinks _links;
    private readonly HeldMessages _held;
    private readonly TimeProvider _time;

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

    public void Dispose()
    {
        _held.Dispose();
        _links.Dispose();
        _receiving.Dispose();
    }

    private async Task<DateTimeOffset?> RenewAsync(Guid lockToken, CancellationToken cancellationToken) =>
        await ServiceBusManagement.RenewLockAsync(await _links.ManagementAsync(cancellationToken), lockToken, cancellationToken);

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
