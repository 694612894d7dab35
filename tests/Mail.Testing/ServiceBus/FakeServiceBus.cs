using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Mail.Testing;

/// <summary>
/// What of Service Bus the adapter speaks to, over real AMQP on loopback: <c>$cbs</c>, the queue <c>outbound</c> with peek-lock, scheduling and dead
/// letters, <c>$management</c>. It keeps what it was asked, and can be told to refuse, to be silent, or to close links.
/// </summary>
public sealed class FakeServiceBus : ILinkProcessor, IDisposable
{
    public const string Queue = "outbound";
    public const string DeadLetters = "outbound/$DeadLetterQueue";

    /// <summary>How soon what has been scheduled, or whose lock has ended, goes out.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly ContainerHost _host;
    private readonly ITimer _timer;
    private readonly ConcurrentDictionary<string, FakeQueue> _queues = new();

    public FakeServiceBus(TimeProvider time)
    {
        Time = time;
        Port = FreePorts.Take();
        _queues[DeadLetters] = new FakeQueue(this, null);
        _queues[Queue] = new FakeQueue(this, _queues[DeadLetters]);
        _host = new ContainerHost([new Address($"amqp://127.0.0.1:{Port}")]);
        _host.Listeners[0].SASL.EnableAnonymousMechanism = true;
        _host.Listeners[0].HandlerFactory = _ => new FakeTags();
        _host.RegisterRequestProcessor("$cbs", new FakeRequests(this, AnswerToken));
        foreach (var (path, queue) in _queues)
        {
            _host.RegisterRequestProcessor(path + "/$management", new FakeRequests(this, queue.Answer));
        }

        _host.RegisterLinkProcessor(this);
        _host.Open();
        _timer = time.CreateTimer(_ => _queues[Queue].Look(), null, Tick, Tick);
    }

    public TimeProvider Time { get; }

    public int Port { get; }

    /// <summary>As <c>MAIL_SERVICEBUS</c>.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{Port}/;SharedAccessKeyName=mail;SharedAccessKey=a2V5;UseDevelopmentEmulator=true";

    public FakeQueue Outbound => _queues[Queue];

    public FakeQueue Dead => _queues[DeadLetters];

    /// <summary>The requests for tokens, oldest first.</summary>
    public ConcurrentQueue<Message> TokenRequests { get; } = new();

    /// <summary>What <c>$cbs</c> answers.</summary>
    public int TokenStatus { get; set; } = 202;

    /// <summary>Nothing is answered, as by a broker that hangs.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Links to queues are refused with this condition.</summary>
    public string? RefuseLinks { get; set; }

    public ConcurrentBag<ListenerLink> Links { get; } = [];

    public TimeSpan LockDuration { get; set; } = TimeSpan.FromSeconds(60);

    public void Process(AttachContext attachContext)
    {
        var path = (attachContext.Attach.Role ? (attachContext.Attach.Source as Source)?.Address : (attachContext.Attach.Target as Target)?.Address) ?? "";
        Links.Add(attachContext.Link);
        if (IsSilent)
        {
            return;
        }

        if (RefuseLinks is { } condition || !_queues.TryGetValue(path, out var queue))
        {
            attachContext.Complete(new Error(new Symbol(RefuseLinks ?? ErrorCode.NotFound)) { Description = "refused by the script" });
            return;
        }

        attachContext.Complete(attachContext.Attach.Role ? new FakeOutgoing(queue, attachContext.Link) : new TargetLinkEndpoint(new FakeIncoming(this, queue), attachContext.Link), attachContext.Attach.Role ? 0 : 100);
    }

    /// <summary>As a restart for maintenance does it.</summary>
    public void CloseLinks()
    {
        foreach (var link in Links)
        {
            link.Close(TimeSpan.Zero, new Error(new Symbol(ErrorCode.DetachForced)) { Description = "closed by the script" });
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _host.Close();
    }

    private Message AnswerToken(Message request)
    {
        TokenRequests.Enqueue(request);
        return new Message
        {
            ApplicationProperties = new ApplicationProperties { ["status-code"] = TokenStatus, ["status-description"] = "as scripted" },
        };
    }
}
