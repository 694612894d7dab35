using Amqp.Listener;

namespace Mail.Testing;

public sealed class FakeIncoming(FakeServiceBus bus, FakeQueue queue) : IMessageProcessor
{
    public int Credit => 100;

    public void Process(MessageContext messageContext)
    {
        if (!bus.IsSilent)
        {
            queue.Add(messageContext.Message);
            messageContext.Complete();
        }
    }
}
