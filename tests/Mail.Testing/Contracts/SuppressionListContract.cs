using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ISuppressionList"/> promises.</summary>
public abstract class SuppressionListContract
{
    protected abstract ISuppressionList List { get; }

    /// <summary>The list's clock.</summary>
    protected abstract TimeProvider Time { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_holds_until_it_expires()
    {
        await List.AddAsync(Entry("Joe@far.test"), Cancellation);
        await List.AddAsync(Entry("old@far.test") with { Expires = Time.GetUtcNow().AddSeconds(-1) }, Cancellation);

        var found = await List.FindAsync(MailAddress.Parse("joe@far.test"), Cancellation);
        Assert.Equal(("550 5.1.1 no such user", "5.1.1", SuppressionSource.Reply), (found!.Reason, found.Status, found.Source));
        Assert.Null(await List.FindAsync(MailAddress.Parse("old@far.test"), Cancellation));
        Assert.Null(await List.FindAsync(MailAddress.Parse("joe@other.test"), Cancellation));
        Assert.Equal(2, await List.ListAsync("far.test", Cancellation).CountAsync(Cancellation));
        Assert.Equal(1, await List.PruneAsync(Time.GetUtcNow(), Cancellation));
        Assert.Equal(1, await List.ListAsync(null, Cancellation).CountAsync(Cancellation));
        Assert.True(await List.RemoveAsync(MailAddress.Parse("JOE@far.test"), Cancellation));
        Assert.False(await List.RemoveAsync(MailAddress.Parse("joe@far.test"), Cancellation));
    }

    [Fact]
    public async Task What_an_operator_said_stays()
    {
        var address = MailAddress.Parse("\"a #1/2\"@far.test");
        await List.AddAsync(Entry(address.ToString()) with { Source = SuppressionSource.Operator, Expires = null, Reason = "asked to" }, Cancellation);
        await List.AddAsync(Entry(address.ToString()), Cancellation);

        var found = await List.FindAsync(address, Cancellation);
        Assert.Equal(("asked to", (DateTimeOffset?)null), (found!.Reason, found.Expires));
        await List.AddAsync(found with { Reason = "again" }, Cancellation);
        Assert.Equal("again", (await List.FindAsync(address, Cancellation))!.Reason);
    }

    private Suppression Entry(string address) => new()
    {
        Address = MailAddress.Parse(address),
        Reason = "550 5.1.1 no such user",
        Status = "5.1.1",
        Since = Time.GetUtcNow(),
        Expires = Time.GetUtcNow().AddDays(30),
        Source = SuppressionSource.Reply,
    };
}
