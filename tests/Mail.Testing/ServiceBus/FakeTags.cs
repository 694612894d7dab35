using Amqp.Handler;

namespace Mail.Testing;

/// <summary>Service Bus makes the lock token the delivery tag; the library's listener numbers deliveries instead.</summary>
public sealed class FakeTags : IHandler
{
    /// <summary>For the delivery that this thread is about to send.</summary>
    [ThreadStatic]
    private static byte[]? _next;

    public static byte[] Next
    {
        set => _next = value;
    }

    public bool CanHandle(EventId id) => id == EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        if (_next is { } tag && protocolEvent.Context is IDelivery delivery)
        {
            delivery.Tag = tag;
            _next = null;
        }
    }
}
