using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

/// <summary>A gateway without its network, on storage in memory. <see cref="Restart"/> is the death of the process and its next start.</summary>
internal sealed class AcceptanceBench : IDisposable
{
    private static readonly MailAddress Sender = MailAddress.Parse("s@sender.test");
    private static readonly MailAddress Alice = MailAddress.Parse("alice@example.test");

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("acceptance-").FullName;
    private readonly HashSet<QueueId> _delivered = [];
    private int _life;
    private AcceptanceJournal _journal = null!;
    private EarlierCopy _earlier = null!;
    private Acceptor _acceptor = null!;
    private SpoolHealth _health = null!;
    private InDoubtWorker _worker = null!;

    public AcceptanceBench()
    {
        Storage = new InMemoryStorage(Time);
        Spool = new HeldSpool(Storage.Spool);
        Start();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

    public InMemoryStorage Storage { get; }

    public HeldSpool Spool { get; }

    public MessagesInDoubt InDoubt { get; private set; } = null!;

    public IReadOnlyList<string> Pointers => ((InMemoryWorkQueue)Storage.Queues.Get(QueueNames.Incoming)).Bodies;

    private string Folder => Path.Combine(_folder, _life.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _journal.Dispose();
        _health.Dispose();
        _worker.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What SIGKILL leaves is what the file holds at this moment.</summary>
    /// <param name="journal">Another content of the file: from an earlier moment.</param>
    public void Restart(string? journal = null)
    {
        journal ??= ReadJournal();
        _life++;
        System.IO.Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, AcceptanceJournal.FileName), journal);
        _journal.Dispose();
        _health.Dispose();
        _worker.Dispose();
        Start();
    }

    /// <summary>No line can be written any more.</summary>
    public void BreakJournal() => _journal.Dispose();

    public string ReadJournal()
    {
        using var file = new FileStream(Path.Combine(Folder, AcceptanceJournal.FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(file).ReadToEnd();
    }

    /// <summary>A client sends a message up to its end; what comes of it is for the test to end.</summary>
    public async Task<Acceptance> SendAsync(string content = "text", CancellationTokenSource? clientGone = null)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var envelope = new Envelope
        {
            QueueId = QueueId.New(Time),
            ReversePath = Sender,
            Recipients = [new EnvelopeRecipient { Address = Alice }],
            ArrivedAt = Time.GetUtcNow(),
        };
        await using var writer = await Spool.BeginAsync(envelope, CancellationToken.None);
        await writer.WriteAsync(Encoding.ASCII.GetBytes(content), CancellationToken.None);
        return await _acceptor.AcceptAsync(writer, envelope.QueueId, FingerprintTests.Of(Sender, null, [Alice], content), clientGone?.Token ?? CancellationToken.None);
    }

    /// <summary>All that a withdrawal does, and for longer than it takes.</summary>
    public async Task WithdrawAsync()
    {
        for (var step = 0; step < 3; step++)
        {
            await WorkAsync();
            Time.Advance(InDoubtWorker.LateWrite);
        }

        await WorkAsync();
    }

    public Task WorkAsync() => _worker.WorkAsync(TestContext.Current.CancellationToken);

    /// <summary>As the message flow: delivers what the queue points to and the spool has, each queue id once. Gives how often in all.</summary>
    public async Task<int> DeliverAsync()
    {
        var queue = Storage.Queues.Get(QueueNames.Incoming);
        foreach (var item in await queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), CancellationToken.None))
        {
            Assert.True(IncomingPointer.TryParse(item.Body, out var pointer));
            await using var message = await Storage.Spool.OpenAsync(pointer.QueueId, CancellationToken.None);
            if (message is { Withdrawn: false, Held: false })
            {
                // Attempt 0 promises that nothing was done before.
                Assert.True(pointer.Attempt > 0 || !_delivered.Contains(pointer.QueueId));
                _delivered.Add(pointer.QueueId);
                await RecordAsync(pointer.QueueId, MessageState.Delivered);
            }

            await queue.CompleteAsync(item, CancellationToken.None);
        }

        return _delivered.Count;
    }

    /// <param name="outcomes">Of the recipients, in order.</param>
    public ValueTask RecordAsync(QueueId queueId, MessageState state, params IEnumerable<RecipientOutcome> outcomes) => Storage.Log.RecordAsync(
        new MessageRecord
        {
            QueueId = queueId,
            State = state,
            ReversePath = Sender,
            UpdatedAt = Time.GetUtcNow(),
            Recipients =
            [
                .. outcomes.Select((outcome, index) =>
                    new RecipientRecord { Place = index + 1, Address = Alice, Outcome = outcome, At = Time.GetUtcNow() }),
            ],
        },
        CancellationToken.None);

    /// <summary>Those withdrawn do not count.</summary>
    public async Task<int> SpooledAsync() => await Storage.Spool.ListAsync(null, CancellationToken.None).CountAsync(entry => !entry.Withdrawn);

    private void Start()
    {
        _journal = AcceptanceJournal.Open(Folder, Time, NullLogger.Instance);
        InDoubt = new MessagesInDoubt(_journal, Time, NullLogger<MessagesInDoubt>.Instance);
        var incoming = new IncomingQueue(Storage.Queues);
        _earlier = new EarlierCopy(Spool, Storage.Log, incoming, NullLogger<EarlierCopy>.Instance);
        _health = new SpoolHealth(Spool, Time, NullLogger<SpoolHealth>.Instance);
        _acceptor = new Acceptor(InDoubt, _earlier, incoming, _health, Time, NullLogger<Acceptor>.Instance);
        _worker = new InDoubtWorker(InDoubt, _earlier, Time, NullLogger<InDoubtWorker>.Instance);
    }
}
