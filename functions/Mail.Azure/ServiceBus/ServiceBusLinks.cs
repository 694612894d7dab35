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

    public Task<SenderLink> SenderAsync(CancellationToken cancellationToken) => GetAsync(
        () => _sender is { IsClosed: false } ? _sender : null,
        async session => _sender = await AmqpLinks.SenderAsync(session, path, connection.Options.Timeout, cancellationToken),
        cancellationToken);

    public Task<ReceiverLink> ReceiverAsync(CancellationToken cancellationToken) => GetAsync(
        () => _receiver is { IsClosed: false } ? _receiver : null,
        async session => _receiver = await AmqpLinks.ReceiverAsync(session, path, replyTo: null, connection.Options.Timeout, cancellationToken),
        cancellationToken);

    public Task<AmqpRequests> ManagementAsync(CancellationToken cancellationToken) => GetAsync(
        () => _management is { IsOpen: true } ? _management : null,
        async session => _management = await AmqpRequests.OpenAsync(session, path + "/$management", connection.Options.Timeout, cancellationToken),
        cancellationToken);

    public void Dispose() => _attaching.Dispose();

    /// <param name="attached">The link as long as it can be used.</param>
    private async Task<T> GetAsync<T>(Func<T?> attached, Func<Session, Task<T>> attach, CancellationToken cancellationToken)
        where T : class
    {
        if (_channel is { IsOpen: true } && attached() is { } link)
        {
            return link;
        }

        await _attaching.WaitAsync(cancellationToken);
        try
        {
            var channel = await connection.GetAsync(cancellationToken);
            if (channel != _channel)
            {
                (_channel, _sender, _receiver, _management) = (channel, null, null, null);
            }

            // Somebody else may have attached it while we waited.
            return attached() ?? await attach(channel.Session);
        }
        finally
        {
            _attaching.Release();
        }
    }
}
