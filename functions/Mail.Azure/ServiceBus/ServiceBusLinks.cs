using Amqp;

namespace Mail.Azure;

/// <summary>The links of one queue, attached when first needed and again when they or their connection have gone.</summary>
internal sealed class ServiceBusLinks(ServiceBusConnection connection, string path) : IDisposable
{
    private readonly SemaphoreSlim _attaching = new(1, 1);
    private ServiceBusChannel? _channel;
    private SenderLink? _sender;
    private ReceiverLink? _receiver;
    private AmqpRequests? _management;

    public async Task<SenderLink> SenderAsync(CancellationToken cancellationToken) =>
        _channel is { IsOpen: true } && _sender is { IsClosed: false } sender
            ? sender
            : await OnceAsync(
                async session => _sender = _sender is { IsClosed: false } other
                    ? other
                    : await AmqpLinks.SenderAsync(session, path, connection.Options.Timeout, cancellationToken),
                cancellationToken);

    public async Task<ReceiverLink> ReceiverAsync(CancellationToken cancellationToken) =>
        _channel is { IsOpen: true } && _receiver is { IsClosed: false } receiver
            ? receiver
            : await OnceAsync(
                async session => _receiver = _receiver is { IsClosed: false } other
                    ? other
                    : await AmqpLinks.ReceiverAsync(session, path, replyTo: null, connection.Options.Timeout, cancellationToken),
                cancellationToken);

    public async Task<AmqpRequests> ManagementAsync(CancellationToken cancellationToken) =>
        _channel is { IsOpen: true } && _management is { IsOpen: true } management
            ? management
            : await OnceAsync(
                async session => _management = _management is { IsOpen: true } other
                    ? other
                    : await AmqpRequests.OpenAsync(session, path + "/$management", connection.Options.Timeout, cancellationToken),
                cancellationToken);

    public void Dispose() => _attaching.Dispose();

    private async Task<T> OnceAsync<T>(Func<Session, Task<T>> attach, CancellationToken cancellationToken)
    {
        await _attaching.WaitAsync(cancellationToken);
        try
        {
            var channel = await connection.GetAsync(cancellationToken);
            if (channel != _channel)
            {
                (_channel, _sender, _receiver, _management) = (channel, null, null, null);
            }

            return await attach(channel.Session);
        }
        finally
        {
            _attaching.Release();
        }
    }
}
