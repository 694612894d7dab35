using Amqp.Listener;

namespace Mail.Azure.Tests;

/// <summary>Gives what there is for the credit of a flow, and no more: as with drain.</summary>
internal sealed class FakeOutgoing(FakeQueue queue) : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
        foreach (var (message, tag) in queue.Take(flowContext.Messages))
        {
            FakeTags.Next = tag;
            flowContext.Link.SendMessage(message);
        }
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        queue.Settle(dispositionContext.Message, dispositionContext.DeliveryState);
        dispositionContext.Complete();
    }
}
