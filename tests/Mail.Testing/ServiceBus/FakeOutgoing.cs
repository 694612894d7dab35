using Amqp.Listener;

namespace Mail.Testing;

/// <summary>Sends what there is for as long as there is credit, now and when more comes.</summary>
public sealed class FakeOutgoing : LinkEndpoint
{
    private readonly Lock _lock = new();
    private readonly FakeQueue _queue;
    private readonly ListenerLink _link;
    private int _credit;

    public FakeOutgoing(FakeQueue queue, ListenerLink link)
    {
        _queue = queue;
        _link = link;
        queue.Changed += Send;
    }

    public override void OnFlow(FlowContext flowContext)
    {
        lock (_lock)
        {
            _credit += flowContext.Messages;
        }

        Send();
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        _queue.Settle(dispositionContext.Message, dispositionContext.DeliveryState);
        dispositionContext.Complete();
    }

    public override void OnLinkClosed(ListenerLink link, Amqp.Framing.Error error) => _queue.Changed -= Send;

    private void Send()
    {
        lock (_lock)
        {
            foreach (var (message, tag) in _link.IsClosed ? [] : _queue.Take(_credit))
            {
                _credit--;
                FakeTags.Next = tag;
                _link.SendMessage(message);
            }
        }
    }
}
