using System.Net;
using Mail.Core;
using Mail.Processing;
using Mail.Testing;
using Mail.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Benchmarks;

/// <summary>The sending flow and its SMTP client over storage that is memory: what sending itself costs, unsigned.</summary>
internal sealed class InMemorySending : IAsyncDisposable
{
    private readonly InMemoryStorage _storage = new();
    private readonly OutboundOptions _options = new() { HostName = "mx.example.test" };
    private readonly PublicWeb _web;
    private readonly MessageSender _sender;
    private readonly OutboundFlow _flow;
    private int _settled;

    public InMemorySending()
    {
        Queue = new OutboundFiller(_storage.Spool, _storage.Log, _storage.Outbound);
        _web = new PublicWeb(FakeDns.Empty(), new WebOptions());
        _sender = new MessageSender(
            FakeDns.Empty(),
            new RoutingOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] },
            new SenderOptions { Helo = "mx.example.test" },
            secrets: null,
            new TlsSources(new InMemoryStsPolicies(), _web, new NoTlsResults()),
            Random.Shared,
            TimeProvider.System,
            NullLogger<MessageSender>.Instance);
        _flow = new OutboundFlow(
            _storage.Outbound,
            _storage.Spool,
            Transports,
            new DestinationGate(_storage.Destinations, _options, TimeProvider.System, NullLogger<DestinationGate>.Instance),
            new OutboundAttempt(
                _sender, _storage.Suppressions, _storage.Forwarding, new FixedFields(""), new SenderRewriting(_storage.Directory), TimeProvider.System,
                NullLogger<OutboundAttempt>.Instance),
            new RefusalMemory(_storage.Suppressions, _storage.Forwarding, _storage.Directory, TimeProvider.System, NullLogger<RefusalMemory>.Instance),
            new OutboundSettlement(
                _storage.Outbound,
                new NoticeSpooler(
                    _storage.Spool, new IncomingQueue(_storage.Queues), new PlainNoticeWriter(), _options, TimeProvider.System, NullLogger<NoticeSpooler>.Instance),
                new OutboundRecorder(_storage.Log),
                new NoOutboundWatch(),
                TimeProvider.System,
                NullLogger<OutboundSettlement>.Instance),
            _storage.Settings,
            _options,
            new NoOutboundWatch(),
            TimeProvider.System,
            NullLogger<OutboundFlow>.Instance);
    }

    /// <summary>Jobs that are over.</summary>
    public int Settled => Volatile.Read(ref _settled);

    public OutboundFiller Queue { get; }

    public FixedTransports Transports { get; } = new();

    /// <summary>Runs attempts as the engine does, as many at once as a process makes, until <paramref name="isOver"/>.</summary>
    public async Task RunAsync(Func<bool> isOver)
    {
        var queue = _storage.Queues.Get(QueueNames.Outbound);
        var running = new HashSet<Task>();
        while (!isOver())
        {
            var room = Math.Min(32, _options.AttemptsAtOnce - running.Count);
            var items = room > 0 ? await queue.ReceiveAsync(room, TimeSpan.FromMinutes(10), CancellationToken.None) : [];
            foreach (var item in items)
            {
                running.Add(AttemptAsync(queue, item));
            }

            if (items.Count == 0)
            {
                await Task.WhenAny([Task.Delay(10), .. running]);
            }

            running.RemoveWhere(task => task.IsCompleted);
        }

        // Those at servers that do not answer are left where they are.
        await Task.WhenAny(Task.WhenAll(running), Task.Delay(TimeSpan.FromSeconds(1)));
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        _web.Dispose();
    }

    private async Task AttemptAsync(IWorkQueue queue, WorkItem item)
    {
        if (!OutboundPointer.TryParse(item.Body, out var pointer))
        {
            throw new InvalidOperationException($"not a pointer: {item.Body}");
        }

        await _flow.ProcessAsync(pointer, item.DequeueCount, CancellationToken.None);
        await queue.CompleteAsync(item, CancellationToken.None);
        if (await _storage.Outbound.FindAsync(pointer, CancellationToken.None) is null)
        {
            Interlocked.Increment(ref _settled);
        }
    }
}
