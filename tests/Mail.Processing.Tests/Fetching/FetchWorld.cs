using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests;

/// <summary>Alice's mailbox elsewhere and the flow that collects it, on in-memory storage.</summary>
internal sealed class FetchWorld
{
    private readonly FlowWorld _world = new();

    public FetchWorld(FetchFlowOptions? options = null, RemoteAccount? account = null)
    {
        Account = account ?? NewAccount();
        var queue = new FetchQueue(_world.Storage.Queues);
        options ??= new FetchFlowOptions { BatchMessages = 10, DeletesPerSession = 25 };
        Flow = new FetchFlow(
            _world.Storage.RemoteAccounts,
            Remote,
            _world.Storage.FetchState,
            _world.Storage.Locks,
            _world.Storage.Directory,
            new FetchedMessages(_world.Storage.Spool, _world.Incoming, _world.Router, _world.Options, _world.Time),
            new FetchNotices(new OwnMail(_world.Storage.Spool, _world.Incoming, _world.Options, _world.Time), _world.Options, _world.Time),
            queue,
            options,
            _world.Time,
            new Random(1),
            NullLogger<FetchFlow>.Instance);
        Scheduler = new FetchScheduler(
            _world.Storage.RemoteAccounts, queue, _world.Storage.FetchState, _world.Storage.Locks, options, _world.Time, NullLogger<FetchScheduler>.Instance);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FlowWorld World => _world;

    public FakeRemote Remote { get; } = new();

    public FetchFlow Flow { get; }

    public FetchScheduler Scheduler { get; }

    public RemoteAccount Account { get; private set; }

    public static RemoteAccount NewAccount() => new()
    {
        Key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), "far"),
        Id = "0123456789",
        Protocol = RemoteProtocol.Pop3,
        Tls = RemoteTls.Implicit,
        Host = "pop.far.test",
        User = "alice",
    };

    public void Fill(int from, int count) => Enumerable.Range(from, count).ToList().ForEach(i => Remote.Add(FakeRemote.Message(i)));

    /// <summary>A visit by the timer.</summary>
    public async Task<FetchReport> VisitAsync(RemoteAccount? account = null)
    {
        Account = account ?? (await _world.Storage.RemoteAccounts.FindAsync(Account.Key, Token) ?? Account);
        await _world.Storage.RemoteAccounts.SetAsync(Account, Token);
        return await Flow.ProcessAsync(new FetchPointer(Account.Key.ToString(), _world.Time.GetUtcNow().AddHours(1)), Account.Key, Token);
    }

    /// <summary>Runs the message flow for every pointer in queue incoming.</summary>
    public async Task DeliverAsync()
    {
        var queue = _world.Storage.Queues.Get(QueueNames.Incoming);
        while (await queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Token) is { Count: > 0 } items)
        {
            foreach (var item in items)
            {
                Assert.True(IncomingPointer.TryParse(item.Body, out var pointer));
                await _world.Flow.ProcessAsync(pointer, item.DequeueCount, Token);
                await queue.CompleteAsync(item, Token);
            }
        }
    }

    /// <summary>Subjects in the mailbox, after delivery, sorted.</summary>
    public async Task<List<string>> SubjectsAsync()
    {
        await DeliverAsync();
        return [.. (await _world.MailAsync(_world.Alice)).Select(message => message.Summary.Subject).Order(StringComparer.Ordinal)];
    }

    public async Task<FetchHealth> HealthAsync() => (await _world.Storage.FetchState.LoadAsync(Account.Id, Token)).Health;

    public static List<string> Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => $"number {i}").Order(StringComparer.Ordinal)];
}
