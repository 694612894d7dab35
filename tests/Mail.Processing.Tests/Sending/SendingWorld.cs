using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests;

/// <summary>The whole way of a message that a user sends elsewhere: both flows on in-memory storage, other servers as a script.</summary>
internal sealed class SendingWorld
{
    private readonly FlowWorld _world = new();
    private readonly int _pool;
    private readonly TimeSpan _patience;

    /// <param name="patience">Above zero only where the clock moves while runs are under way.</param>
    public SendingWorld(IOutboundWatch? watch = null, int pool = 128, TimeSpan patience = default)
    {
        (_pool, _patience) = (pool, patience);
        (Flow, Gate) = NewProcess(watch);
    }

    public InMemoryStorage Storage => _world.Storage;

    public FlowWorld Receiving => _world;

    public ScriptedSender Sender { get; } = new();

    public FixedTransports Transports { get; } = new();

    public OutboundFlow Flow { get; private set; }

    public DestinationGate Gate { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Another process over the same storage; after <see cref="Restart"/> the only one.</summary>
    public (OutboundFlow Flow, DestinationGate Gate) NewProcess(IOutboundWatch? watch = null)
    {
        var options = new OutboundOptions { HostName = "mx.example.test", AttemptsAtOnce = _pool, Patience = _patience };
        var gate = new DestinationGate(Storage.Destinations, options, _world.Time, NullLogger<DestinationGate>.Instance);
        watch ??= new NoOutboundWatch();
        var flow = new OutboundFlow(
            Storage.Outbound,
            Storage.Spool,
            Transports,
            gate,
            new OutboundAttempt(
                Sender, Storage.Suppressions, Storage.Forwarding, new FixedFields(), new SenderRewriting(Storage.Directory, _world.Srs), _world.Time,
                NullLogger<OutboundAttempt>.Instance),
            new RefusalMemory(Storage.Suppressions, Storage.Forwarding, Storage.Directory, _world.Time, NullLogger<RefusalMemory>.Instance),
            new OutboundSettlement(
                Storage.Outbound,
                new NoticeSpooler(Storage.Spool, _world.Incoming, new PlainNoticeWriter(), options, _world.Time, NullLogger<NoticeSpooler>.Instance),
                new OutboundRecorder(Storage.Log),
                watch,
                _world.Time,
                NullLogger<OutboundSettlement>.Instance),
            Storage.Settings,
            options,
            watch,
            _world.Time,
            NullLogger<OutboundFlow>.Instance);
        return (flow, gate);
    }

    public void Restart(IOutboundWatch? watch = null) => (Flow, Gate) = NewProcess(watch);

    /// <summary>A user's message, accepted and routed.</summary>
    public async Task<QueueId> SubmitAsync(
        string recipients, string? reversePath = "alice@example.test", DsnNotify? notify = null, string? user = "alice@example.test",
        Func<Envelope, Envelope>? change = null, string content = FlowWorld.Message)
    {
        var envelope = new Envelope
        {
            QueueId = QueueId.New(_world.Time),
            ReversePath = reversePath is null ? null : MailAddress.Parse(reversePath),
            Recipients = [.. recipients.Split(' ').Select(r => new EnvelopeRecipient { Address = MailAddress.Parse(r), Notify = notify })],
            ArrivedAt = _world.Time.GetUtcNow(),
            AuthenticatedUser = user,
            MayRelay = true,
        };
        envelope = change?.Invoke(envelope) ?? envelope;
        await using (var writer = await Storage.Spool.BeginAsync(envelope, Token))
        {
            await writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content), Token);
            await writer.CommitAsync(Token);
        }

        await _world.RunAsync(envelope.QueueId);
        return envelope.QueueId;
    }

    /// <summary>Gives out what is due in queue <c>outbound</c>, as the engine would, until nothing is. A run that dies leaves its pointer there.</summary>
    public async Task<List<string>> RunAsync()
    {
        var queue = Storage.Queues.Get(QueueNames.Outbound);
        var results = new List<string>();
        while (await queue.ReceiveAsync(32, TimeSpan.FromSeconds(30), Token) is { Count: > 0 } items)
        {
            foreach (var item in items)
            {
                Assert.True(OutboundPointer.TryParse(item.Body, out var pointer));
                results.Add(await Flow.ProcessAsync(pointer, item.DequeueCount, Token));
                await queue.CompleteAsync(item, Token);
            }
        }

        return results;
    }

    /// <summary>Lets time pass in steps and runs what becomes due.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step ?? TimeSpan.FromMinutes(1))
        {
            _world.Time.Advance(step ?? TimeSpan.FromMinutes(1));
            await RunAsync();
        }
    }

    /// <summary>Delivers what is in queue <c>incoming</c>: notices, mostly.</summary>
    public async Task ReceiveAsync()
    {
        foreach (var pointer in await _world.TakeIncomingAsync())
        {
            await _world.Flow.ProcessAsync(pointer, 1, Token);
        }
    }

    /// <summary>The subjects of the mail that alice has: of a notice, its kind.</summary>
    public async Task<List<string>> NoticesAsync()
    {
        await ReceiveAsync();
        return [.. (await _world.MailAsync(_world.Alice)).Select(message => message.Summary.Subject)];
    }

    public async Task<OutboundJob?> JobAsync(QueueId queueId) =>
        await Storage.Outbound.ListAsync(queueId, Token).FirstOrDefaultAsync(Token);
}
