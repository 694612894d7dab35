using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

/// <summary>A message flow on in-memory storage, with domain example.test, alice and bob.</summary>
internal sealed class FlowWorld
{
    public const string Message = "Received: from x by mx; Fri, 2 Jan 2026 12:00:00 +0000\r\nFrom: X <x@sender.test>\r\nSubject: hi\r\nMessage-ID: <1@sender.test>\r\n\r\nHello\r\n";

    public FlowWorld()
    {
        Storage = new InMemoryStorage(Time);
        Incoming = new IncomingQueue(Storage.Queues);
        DmarcCounter = new DmarcCounter(Storage.DmarcDays, Time, NullLogger<DmarcCounter>.Instance);
        Srs = new Srs(SrsSecrets.TryParse("0123456789abcdef0123456789abcdef", out var secrets, out _) ? secrets : throw new FormatException(), Time);
        Router = new Router(Storage.Directory, Srs);
        Storage.Directory.AddDomain("example.test");
        Alice = Storage.Directory.AddAccount("alice@example.test", AccountId());
        Bob = Storage.Directory.AddAccount("bob@example.test", AccountId());
        var book = new RuleBook(Storage.Rules, new RuleCompiler(), NullLogger<RuleBook>.Instance);
        var folders = new SortFolders(Storage.Mailboxes, Storage.Settings);
        var mail = new OwnMail(Storage.Spool, Incoming, Options, Time);
        var senders = new ReplySender(Router);
        var filing = new ReplyFiling(Storage.Mailboxes, folders, Time);
        var sorting = new MailboxSorting(
                new RuleSorter(
                    book,
                    new DetailFolders(Storage.Mailboxes),
                    folders,
                    new ScreenFolders(Storage.Mailboxes),
                    Screen,
                    Storage.Mailboxes,
                    Storage.SeenMessages,
                    Options,
                    Time,
                    NullLogger<RuleSorter>.Instance),
                Router);
        Flow = new MessageFlow(
            Storage.Spool,
            new RecipientRouting(Router, sorting),
            Screen,
            new IncomingRules(book, Options, Time, NullLogger<IncomingRules>.Instance),
            sorting,
            new MailboxDelivering(Storage.Mailboxes, Options),
            Storage.Outbound,
            new EditedRedirects(mail),
            new Replies(
                new VacationReplies(Storage.Vacations, senders, filing, mail, Options, Time, NullLogger<VacationReplies>.Instance),
                new RejectNotices(NoticeWriter, mail, Options, Time, NullLogger<RejectNotices>.Instance),
                new MailNotices(senders, filing, mail, Options, Time, NullLogger<MailNotices>.Instance),
                new WebhookNotices(Storage.WebhookCalls, Webhooks, Time, NullLogger<WebhookNotices>.Instance),
                Storage.SeenMessages,
                NullLogger<Replies>.Instance),
            Storage.Log,
            new ReturnedNotices(Bounces, Storage.Log, Router, Storage.Suppressions, Storage.Settings, Time, NullLogger<ReturnedNotices>.Instance, Srs),
            new DmarcCounting(DmarcCounter, new DmarcHandling(Storage.Directory, Storage.Settings), Storage.Settings, NullLogger<DmarcCounting>.Instance),
            new SubmissionNotices(NoticeWriter, mail, Options, Time, NullLogger<SubmissionNotices>.Instance),
            Incoming,
            Options,
            Time,
            NullLogger<MessageFlow>.Instance);
        Quarantine = new Quarantine(Storage.Log, Storage.Spool, Incoming, Time);
        Sweep = new Sweep(
            Storage.Spool,
            Storage.Log,
            Storage.Mailboxes,
            Storage.Outbound,
            new OutboundSweep(Storage.Outbound, Storage.Destinations, Storage.Queues, Time, NullLogger<OutboundSweep>.Instance),
            Incoming,
            Storage.Queues,
            new DroppedFiles(Storage.Spool, Incoming, Storage.Directory, Options, Time, NullLogger<DroppedFiles>.Instance),
            Quarantine,
            Storage.Settings,
            Options,
            Time,
            NullLogger<Sweep>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

    public FlowOptions Options { get; } = new() { HostName = "mx.example.test" };

    public WebhookOptions Webhooks { get; } = new() { Keys = new WebhookKeys(new byte[32]) };

    public InMemoryStorage Storage { get; }

    public IncomingQueue Incoming { get; }

    public DmarcCounter DmarcCounter { get; }

    public Srs Srs { get; }

    public Router Router { get; }

    public FixedScreen Screen { get; } = new();

    public FixedNoticeWriter NoticeWriter { get; } = new();

    public FixedBounces Bounces { get; } = new();

    public AccountEntry Alice { get; }

    public AccountEntry Bob { get; }

    public MessageFlow Flow { get; }

    public Sweep Sweep { get; }

    public Quarantine Quarantine { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Spools a message as the gateway does (S2); the pointer is the caller's business.</summary>
    public async Task<QueueId> SpoolAsync(string recipients, string? reversePath = "x@sender.test", string message = Message, string? user = null)
    {
        var envelope = new Envelope
        {
            QueueId = QueueId.New(Time),
            ReversePath = reversePath is null ? null : MailAddress.Parse(reversePath),
            Recipients = [.. recipients.Split(' ').Select(r => new EnvelopeRecipient { Address = MailAddress.Parse(r) })],
            ArrivedAt = Time.GetUtcNow(),
            AuthenticatedUser = user,
        };
        await using var writer = await Storage.Spool.BeginAsync(envelope, Token);
        await writer.WriteAsync(Encoding.UTF8.GetBytes(message), Token);
        await writer.CommitAsync(Token);
        return envelope.QueueId;
    }

    public Task<FlowResult> RunAsync(QueueId queueId, int attempt = 0, int dequeueCount = 1) =>
        Flow.ProcessAsync(new IncomingPointer(queueId, attempt), dequeueCount, Token);

    public async Task<MessageRecord> RecordAsync(QueueId queueId) =>
        await Storage.Log.FindAsync(queueId, Token) ?? throw new InvalidOperationException($"{queueId} has no record.");

    public ValueTask<List<MailboxMessage>> MailAsync(AccountEntry account, string? folder = null) =>
        Storage.Mailboxes.ListAsync(account.AccountId, folder, Token).ToListAsync(Token);

    public async Task<string> RawAsync(AccountEntry account, string deliveryId)
    {
        await using var stream = await Storage.Mailboxes.OpenAsync(account.AccountId, deliveryId, Token)
            ?? throw new InvalidOperationException($"{deliveryId} has no blob.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }

    /// <summary>Takes what is visible in queue <c>incoming</c>, as the engine would.</summary>
    public async Task<List<IncomingPointer>> TakeIncomingAsync()
    {
        var queue = Storage.Queues.Get(QueueNames.Incoming);
        var pointers = new List<IncomingPointer>();
        foreach (var item in await queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Token))
        {
            Assert.True(IncomingPointer.TryParse(item.Body, out var pointer));
            pointers.Add(pointer);
            await queue.CompleteAsync(item, Token);
        }

        return pointers;
    }

    private string AccountId() => QueueId.New(Time).ToString();
}
