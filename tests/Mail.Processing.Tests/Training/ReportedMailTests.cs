using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class ReportedMailTests
{
    private const string Spam = "From: crook@other.test\r\nMessage-ID: <spam@other.test>\r\nSubject: pills\r\n\r\nCheap pills.\r\n";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryStorage _storage = new();
    private readonly ReportedMail _reported;

    public ReportedMailTests()
    {
        _storage.Directory.AddDomain("example.test");
        _storage.Directory.AddAccount("alice@example.test", "alice");
        _storage.Directory.AddAccount("spam@example.test", "spambox");
        _storage.Directory.AddAccount("ham@example.test", "hambox");
        _storage.Settings.Set("train-spam-address", "spam@example.test");
        _storage.Settings.Set("train-ham-address", "ham@example.test");
        var models = new CachedSpamModels(_storage.Models, TimeProvider.System, NullLogger<CachedSpamModels>.Instance);
        _reported = new ReportedMail(
            _storage.Settings, _storage.Directory, _storage.Spool, _storage.Mailboxes, models,
            new MessageTraining(_storage.TrainingLedger, TimeProvider.System), new TrainingQueue(_storage.Queues, TimeProvider.System),
            TimeProvider.System, NullLogger<ReportedMail>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Attached => "Subject: fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee.\r\n--b\r\n"
        + $"Content-Type: message/rfc822\r\n\r\n{Spam}\r\n--b--\r\n";

    [Theory]
    [InlineData("spambox", TrainedAs.Spam)]
    [InlineData("hambox", TrainedAs.Ham)]
    public async Task What_a_user_attaches_is_trained_for_him_and_put_aside(string box, TrainedAs trainedAs)
    {
        await ReportAsync(box, Attached, "alice@example.test");

        Assert.Equal(new ReportedCount(1, 1, 0), await _reported.RunAsync(Cancellation));

        var label = Assert.Single(await LabelsAsync("alice"));
        Assert.Equal((trainedAs, "reported", TrainingText.Read(Encoding.ASCII.GetBytes(Spam)).Key), (label.As, label.By, label.Key));
        Assert.Equal("Done", (await _storage.Mailboxes.ListAsync(box, null, Cancellation).SingleAsync(Cancellation)).Folder);
        Assert.Equal(1, await _storage.Queues.Get(QueueNames.Training).CountAsync(Cancellation));
        Assert.Equal(new ReportedCount(0, 0, 0), await _reported.RunAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_report_refers_to_is_found_in_the_mailbox_of_its_sender()
    {
        await _storage.Mailboxes.DeliverAsync(
            Some.Delivery("alice", content: Encoding.ASCII.GetBytes(Spam)) with { Summary = new MessageSummary { MessageId = "spam@other.test" } }, Cancellation);
        await _storage.Mailboxes.DeliverAsync(
            Some.Delivery("alice", content: Encoding.ASCII.GetBytes("Subject: wanted\r\n\r\nHello.\r\n")) with { Summary = new MessageSummary { MessageId = "first@other.test" } }, Cancellation);
        // An answer in a conversation: what it began with is not what is reported.
        await ReportAsync("spambox", "Subject: fwd\r\n\r\nThis.\r\n", "alice@example.test", "first@other.test", "spam@other.test");

        Assert.Equal(new ReportedCount(1, 1, 0), await _reported.RunAsync(Cancellation));
        Assert.Equal((TrainedAs.Spam, TrainingText.Read(Encoding.ASCII.GetBytes(Spam)).Key), (Assert.Single(await LabelsAsync("alice")).As, Assert.Single(await LabelsAsync("alice")).Key));
    }

    [Fact]
    public async Task A_reference_that_several_messages_bear_teaches_nothing()
    {
        foreach (var text in (string[])["wanted", "with the identifier of the other"])
        {
            await _storage.Mailboxes.DeliverAsync(
                Some.Delivery("alice", content: Encoding.ASCII.GetBytes($"Subject: {text}\r\n\r\nHello.\r\n")) with { Summary = new MessageSummary { MessageId = "same@other.test" } }, Cancellation);
        }

        await ReportAsync("spambox", "Subject: fwd\r\n\r\nThis.\r\n", "alice@example.test", "same@other.test");

        Assert.Equal(new ReportedCount(1, 0, 1), await _reported.RunAsync(Cancellation));
        Assert.Empty(await LabelsAsync("alice"));
    }

    [Theory]
    [InlineData("bob@example.test", null)]
    [InlineData("spam@example.test", "spam@example.test")]
    public async Task What_somebody_else_sends_on_does_not_train_who_has_written_it(string recipient, string? redirectTo)
    {
        // Alice writes to Bob, who has his mail redirected, or to an alias that leads there.
        await ReportAsync("spambox", Attached, Some.Envelope() with
        {
            AuthenticatedUser = "alice@example.test",
            Recipients = [new EnvelopeRecipient { Address = Some.Address(recipient) }],
            RedirectTo = redirectTo is null ? null : Some.Address(redirectTo),
        });

        Assert.Equal(new ReportedCount(1, 0, 1), await _reported.RunAsync(Cancellation));
        Assert.Empty(await LabelsAsync("alice"));
    }

    [Fact]
    public async Task A_report_that_cannot_be_used_does_not_stop_the_others_and_makes_room_after_a_day()
    {
        var time = new FakeTimeProvider(Now);
        var models = new CachedSpamModels(_storage.Models, TimeProvider.System, NullLogger<CachedSpamModels>.Instance);
        var reported = new ReportedMail(
            _storage.Settings, new SpoiledAccount(_storage.Directory, "bob"), _storage.Spool, _storage.Mailboxes, models,
            new MessageTraining(_storage.TrainingLedger, time), new TrainingQueue(_storage.Queues, time), time, NullLogger<ReportedMail>.Instance);
        _storage.Directory.AddAccount("bob@example.test", "bob");
        await ReportAsync("spambox", Attached, "bob@example.test");
        await ReportAsync("spambox", Attached, "alice@example.test");

        Assert.Equal(new ReportedCount(2, 1, 0), await reported.RunAsync(Cancellation));
        Assert.Equal(["Done", "INBOX"], (await FoldersAsync()).Order());
        Assert.Equal(new ReportedCount(1, 0, 0), await reported.RunAsync(Cancellation));
        time.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal(new ReportedCount(1, 0, 1), await reported.RunAsync(Cancellation));
        Assert.Equal(["Done", "Ignored"], (await FoldersAsync()).Order());
    }

    [Fact]
    public async Task A_storage_that_is_away_leaves_the_reports_for_the_next_run()
    {
        await ReportAsync("spambox", Attached, "alice@example.test");
        _storage.TrainingLedger.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _reported.RunAsync(Cancellation));
        _storage.TrainingLedger.Faults.Unavailable = false;

        Assert.Equal(new ReportedCount(1, 1, 0), await _reported.RunAsync(Cancellation));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody@example.test")]
    [InlineData("not an address")]
    public async Task What_strangers_send_there_teaches_nobody_anything(string? user)
    {
        await ReportAsync("spambox", "From: alice@example.test\r\n" + Attached, user);

        Assert.Equal(new ReportedCount(1, 0, 1), await _reported.RunAsync(Cancellation));
        Assert.Empty(await LabelsAsync("alice"));
        Assert.Empty(await LabelsAsync("spambox"));
        Assert.Equal("Ignored", (await _storage.Mailboxes.ListAsync("spambox", null, Cancellation).SingleAsync(Cancellation)).Folder);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("Content-Type: message/rfc822\r\n\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822")]
    public async Task A_report_of_nothing_is_put_aside(string content)
    {
        await ReportAsync("spambox", content, "alice@example.test");

        Assert.Equal(1, (await _reported.RunAsync(Cancellation)).Reports);
        Assert.NotEqual("INBOX", (await _storage.Mailboxes.ListAsync("spambox", null, Cancellation).SingleAsync(Cancellation)).Folder);
    }

    private Task ReportAsync(string box, string content, string? user, params string[] references) => ReportAsync(
        box, content, Some.Envelope() with
        {
            AuthenticatedUser = user,
            Recipients = [new EnvelopeRecipient { Address = Some.Address(box == "spambox" ? "spam@example.test" : "ham@example.test") }],
        },
        references);

    private async Task ReportAsync(string box, string content, Envelope envelope, params string[] references)
    {
        var octets = Encoding.ASCII.GetBytes(content);
        await using (var writer = await _storage.Spool.BeginAsync(envelope, Cancellation))
        {
            await writer.WriteAsync(octets, Cancellation);
            await writer.CommitAsync(Cancellation);
        }

        await _storage.Mailboxes.DeliverAsync(
            Some.Delivery(box, envelope.QueueId + "-1", content: octets) with { ReceivedAt = Now, Summary = new MessageSummary { References = references } },
            Cancellation);
    }

    private async Task<List<LedgerLabel>> LabelsAsync(string accountId) =>
        await _storage.TrainingLedger.ListAsync(ModelOwner.Account(accountId), Cancellation).ToListAsync(Cancellation);

    private async Task<List<string>> FoldersAsync() =>
        await _storage.Mailboxes.ListAsync("spambox", null, Cancellation).Select(message => message.Folder).ToListAsync(Cancellation);

    private sealed class SpoiledAccount(IDirectory inner, string localPart) : IDirectory
    {
        public ValueTask<DomainEntry?> FindDomainAsync(string domain, CancellationToken cancellationToken) => inner.FindDomainAsync(domain, cancellationToken);

        public ValueTask<AccountEntry?> FindAccountAsync(string domain, string name, CancellationToken cancellationToken) =>
            name == localPart ? throw new UnusableRowException("The row is spoiled.") : inner.FindAccountAsync(domain, name, cancellationToken);

        public ValueTask<AliasEntry?> FindAliasAsync(string domain, string name, CancellationToken cancellationToken) => inner.FindAliasAsync(domain, name, cancellationToken);
    }
}
