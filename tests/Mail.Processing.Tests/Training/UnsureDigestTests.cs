using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class UnsureDigestTests
{
    private static readonly DateTimeOffset Morning = new(2026, 1, 3, 5, 25, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Morning);
    private readonly InMemoryStorage _storage;
    private readonly UnsureDigest _digest;

    public UnsureDigestTests()
    {
        _storage = new InMemoryStorage(_time);
        _storage.Directory.AddDomain("example.test");
        _storage.Directory.AddAccount("alice@example.test", "alice");
        _storage.Directory.AddAccount("bob@example.test", "bob");
        _digest = new UnsureDigest(
            _storage.Directory, _storage.Mailboxes, new SpamSettings(_storage.Settings, _storage.Directory),
            new OwnMail(_storage.Spool, new IncomingQueue(_storage.Queues), Options, _time), Options, _time,
            NullLogger<UnsureDigest>.Instance);
    }

    private static FlowOptions Options { get; } = new() { HostName = "mail.example.test" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_wants_it_is_told_of_yesterdays_unsure_mail_once()
    {
        _storage.Settings.Set("spam-digest", "yes");
        await DeliverAsync("alice", "Unsure", "unsure", "yesterday's\r\n.", Morning.AddHours(-10));
        await DeliverAsync("alice", "Unsure", "unsure", "three days ago", Morning.AddHours(-56));
        await DeliverAsync("alice", "Unsure", "unsure", "of today", Morning.AddHours(-1));
        await DeliverAsync("alice", "INBOX", "unsure", "moved since", Morning.AddHours(-10));
        await DeliverAsync("alice", "Unsure", "ham", "put there by hand", Morning.AddHours(-10));

        Assert.Equal(1, await _digest.RunAsync(Cancellation));
        Assert.Equal(1, await _digest.RunAsync(Cancellation));

        var spooled = Assert.Single(await _storage.Spool.ListAsync(null, Cancellation).ToListAsync(Cancellation));
        var message = await _storage.Spool.OpenAsync(spooled.QueueId!.Value, Cancellation);
        var text = await new StreamReader(message!.Content, Encoding.ASCII).ReadToEndAsync(Cancellation);
        Assert.Equal(("alice@example.test", null), (Assert.Single(message.Envelope.Recipients).Address.ToString(), message.Envelope.ReversePath));
        Assert.Contains("yesterday's", text, StringComparison.Ordinal);
        Assert.Contains("0.50", text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", text, StringComparison.Ordinal);
        Assert.All((string[])["three days ago", "of today", "moved since", "put there by hand"], other => Assert.DoesNotContain(other, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_has_not_asked_or_has_nothing_unsure_gets_none()
    {
        await DeliverAsync("alice", "Unsure", "unsure", "hello", Morning.AddHours(-10));
        Assert.Equal(0, await _digest.RunAsync(Cancellation));
        Assert.Empty(await _storage.Spool.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_day_that_was_missed_is_made_up_for_and_none_is_told_twice()
    {
        _storage.Settings.Set("spam-digest", "yes");
        await DeliverAsync("alice", "Unsure", "unsure", "the day before", Morning.AddHours(-40));
        Assert.Equal(1, await _digest.RunAsync(Cancellation));
        await DeliverAsync("alice", "Unsure", "unsure", "yesterday's", Morning.AddHours(-10));
        Assert.Equal(2, await _digest.RunAsync(Cancellation));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await _digest.RunAsync(Cancellation));

        Assert.Equal(2, await _storage.Spool.ListAsync(null, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_spoiled_row_costs_nobody_else_the_digest()
    {
        _storage.Settings.Set("spam-digest", "yes");
        var digest = new UnsureDigest(
            _storage.Directory, _storage.Mailboxes, new SpoiledSettings(new SpamSettings(_storage.Settings, _storage.Directory), "alice"),
            new OwnMail(_storage.Spool, new IncomingQueue(_storage.Queues), Options, _time), Options, _time, NullLogger<UnsureDigest>.Instance);
        await DeliverAsync("alice", "Unsure", "unsure", "a", Morning.AddHours(-10));
        await DeliverAsync("bob", "Unsure", "unsure", "b", Morning.AddHours(-10));

        Assert.Equal(1, await digest.RunAsync(Cancellation));
    }

    private async Task DeliverAsync(string accountId, string folder, string spamClass, string subject, DateTimeOffset at) => await _storage.Mailboxes.DeliverAsync(
        Some.Delivery(accountId, folder: folder) with
        {
            ReceivedAt = at,
            Summary = new MessageSummary { Subject = subject.ReplaceLineEndings(" "), From = "a@other.test" },
            Decision = new DecisionRecord { Screening = new ScreeningRecord { Class = spamClass, Score = 0.5 } },
        },
        Cancellation);

    private sealed class SpoiledSettings(ISpamSettings inner, string spoiled) : ISpamSettings
    {
        public ValueTask<SpamPolicy> GetAsync(AccountEntry? account, CancellationToken cancellationToken) => account?.AccountId == spoiled
            ? throw new UnusableRowException("The row is spoiled.")
            : inner.GetAsync(account, cancellationToken);
    }
}
