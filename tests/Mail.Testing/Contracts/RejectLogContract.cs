using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IRejectLog"/> promises.</summary>
public abstract class RejectLogContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private int _records;

    protected abstract IRejectLog Log { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_comes_back_as_it_was_written()
    {
        var full = Record("alice@example.test") with
        {
            Recipient = MailAddress.Parse("\"odd #?/\\\\=:%\"@example.test"),
            ClientAddress = "2001:db8::1",
            ClientName = "mail.sender.test",
            Helo = "helo",
            Detail = "It's the rule",
            LeftOut = 12,
        };
        var bare = Record("\"odd #?/\\\\=:% o'brien\"@example.test") with { Sender = null };
        await Log.WriteAsync([full, bare], Cancellation);
        await Log.WriteAsync([full], Cancellation);
        Assert.Equal(full, await Log.FindAsync(full.Id, Cancellation));
        Assert.Equal(bare, Assert.Single(await ListAsync(bare.Owner)));
        Assert.Null(await Log.FindAsync(Some.QueueId(), Cancellation));
    }

    [Fact]
    public async Task The_newest_come_first_of_one_owner_and_of_all()
    {
        var first = Record("alice@example.test");
        var second = Record("bob@example.test", minutes: 1);
        var third = Record("Alice@example.test", minutes: 2);
        await Log.WriteAsync([second, first, third], Cancellation);
        Assert.Equal([third, first], await ListAsync(MailAddress.Parse("alice@example.test")));
        Assert.Equal([third, second, first], await ListAsync(owner: null));
        Assert.Equal([third, second], await ListAsync(owner: null, since: Noon.AddMinutes(1)));
        Assert.Equal([third], await ListAsync(MailAddress.Parse("alice@example.test"), Noon.AddMilliseconds(1)));
    }

    [Fact]
    public async Task Old_records_are_pruned_and_others_stay()
    {
        var old = Enumerable.Range(0, 150).Select(i => Record($"u{i % 3}@example.test")).ToList();
        var young = Record("alice@example.test", minutes: 1);
        await Log.WriteAsync([.. old, young], Cancellation);
        Assert.Equal(150, await Log.PruneAsync(Noon.AddMinutes(1), Cancellation));
        Assert.Equal(0, await Log.PruneAsync(Noon.AddMinutes(1), Cancellation));
        Assert.Equal([young], await ListAsync(owner: null));
    }

    private async Task<List<RejectRecord>> ListAsync(MailAddress? owner, DateTimeOffset? since = null) =>
        await Log.ListAsync(owner, since ?? Noon.AddDays(-1), Cancellation).ToListAsync(Cancellation);

    private RejectRecord Record(string owner, int minutes = 0) => new()
    {
        Id = QueueId.Derive(Noon.AddMinutes(minutes), BitConverter.GetBytes((long)++_records).Concat(new byte[2]).ToArray()),
        Owner = MailAddress.Parse(owner),
        Recipient = MailAddress.Parse(owner),
        Sender = MailAddress.Parse("s@sender.test"),
        Reason = "access-sender",
        Reply = "554 5.7.1 Access denied",
    };
}
