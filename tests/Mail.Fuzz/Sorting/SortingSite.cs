using Mail.Core;
using Mail.Processing;
using Mail.Testing;
using Mail.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Fuzz.Sorting;

/// <summary>A message flow in memory with one mailbox, whose rules do everything that rules can have done.</summary>
internal sealed class SortingSite
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly FlowOptions _options = new() { HostName = "mx.example.test" };

    public SortingSite(params IReadOnlyList<(string Test, string Actions)> rules)
    {
        Storage = new InMemoryStorage(_time);
        Storage.Directory.AddDomain("example.test");
        Account = Storage.Directory.AddAccount("alice@example.test", "alice");
        for (var i = 0; i < rules.Count; i++)
        {
            Storage.Rules.Add(RuleScope.OfAccount(Account.AccountId), $"r{i}", rules[i].Test, rules[i].Actions);
        }

        Flow = MakeFlow();
    }

    public InMemoryStorage Storage { get; }

    public AccountEntry Account { get; }

    public MessageFlow Flow { get; }

    public async Task<QueueId> DeliverAsync(byte[] message)
    {
        var envelope = new Envelope
        {
            QueueId = QueueId.New(_time),
            ReversePath = MailAddress.Parse("x@sender.test"),
            Recipients = [new EnvelopeRecipient { Address = Account.Address }],
            ArrivedAt = _time.GetUtcNow(),
        };
        await using (var writer = await Storage.Spool.BeginAsync(envelope, CancellationToken.None))
        {
            await writer.WriteAsync(message, CancellationToken.None);
            await writer.CommitAsync(CancellationToken.None);
        }

        await Flow.ProcessAsync(new IncomingPointer(envelope.QueueId), dequeueCount: 1, CancellationToken.None);
        return envelope.QueueId;
    }

    private MessageFlow MakeFlow()
    {
        var router = new Router(Storage.Directory);
        var incoming = new IncomingQueue(Storage.Queues);
        var book = new RuleBook(Storage.Rules, new RuleCompiler(), NullLogger<RuleBook>.Instance);
        var folders = new SortFolders(Storage.Mailboxes, Storage.Settings);
        var mail = new OwnMail(Storage.Spool, incoming, _options, _time);
        var senders = new ReplySender(router);
        var filing = new ReplyFiling(Storage.Mailboxes, folders, _time);
        var screen = new OpenScreen();
        var sorter = new RuleSorter(
            book,
            new DetailFolders(Storage.Mailboxes),
            folders,
            new ScreenFolders(Storage.Mailboxes),
            screen,
            Storage.Mailboxes,
            Storage.SeenMessages,
            _options,
            _time,
            NullLogger<RuleSorter>.Instance);
        var sorting = new MailboxSorting(sorter, router);
        return new MessageFlow(
            Storage.Spool,
            new RecipientRouting(router, sorting),
            screen,
            new IncomingRules(book, _options, _time, NullLogger<IncomingRules>.Instance),
            sorting,
            new MailboxDelivering(Storage.Mailboxes, _options),
            Storage.Outbound,
            new EditedRedirects(mail),
            new Replies(
                new VacationReplies(Storage.Vacations, senders, filing, mail, _options, _time, NullLogger<VacationReplies>.Instance),
                new RejectNotices(new NoticeWriter(), mail, _options, _time, NullLogger<RejectNotices>.Instance),
                new MailNotices(senders, filing, mail, _options, _time, NullLogger<MailNotices>.Instance),
                new WebhookNotices(
                    Storage.WebhookCalls, new WebhookOptions { Keys = new WebhookKeys(new byte[32]) }, _time, NullLogger<WebhookNotices>.Instance),
                Storage.SeenMessages,
                NullLogger<Replies>.Instance),
            Storage.Log,
            new ReturnedNotices(new BounceReader(), Storage.Log, router, Storage.Suppressions, Storage.Settings, _time, NullLogger<ReturnedNotices>.Instance, null),
            new DmarcCounting(
                new DmarcCounter(Storage.DmarcDays, _time, NullLogger<DmarcCounter>.Instance),
                new DmarcHandling(Storage.Directory, Storage.Settings),
                Storage.Settings,
                NullLogger<DmarcCounting>.Instance),
            new SubmissionNotices(new NoticeWriter(), mail, _options, _time, NullLogger<SubmissionNotices>.Instance),
            incoming,
            _options,
            _time,
            NullLogger<MessageFlow>.Instance);
    }
}
