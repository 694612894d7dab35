using Amqp;
using Amqp.Listener;

namespace Mail.Testing;

/// <summary>A node that answers.</summary>
public sealed class FakeRequests(FakeServiceBus bus, Func<Message, Message> answer) : IRequestProcessor
{
    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        if (!bus.IsSilent)
        {
            requestContext.Complete(answer(requestContext.Message));
        }
    }
}
