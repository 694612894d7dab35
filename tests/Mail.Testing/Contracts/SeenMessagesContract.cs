using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ISeenMessages"/> promises.</summary>
public abstract class SeenMessagesContract
{
    private static readonly QueueId FirstMessage = Some.QueueId();
    private static readonly QueueId SecondMessage = Some.QueueId();
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    protected abstract ISeenMessages Seen { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "<1@far.test>")]
    [InlineData("h/#?", "any text\r\n, ünï")]
    public async Task What_is_remembered_is_found_until_something_else_is(string handle, string id)
    {
        Assert.Null(await Seen.FindAsync("alice", handle, id, Cancellation));
        var seen = new SeenMessage("alice", handle, id, FirstMessage, Now);
        await Seen.RememberAsync(seen, Cancellation);
        await Seen.RememberAsync(seen, Cancellation);
        Assert.Equal(seen, await Seen.FindAsync("alice", handle, id, Cancellation));
        Assert.Null(await Seen.FindAsync("alice", handle + "x", id, Cancellation));
        Assert.Null(await Seen.FindAsync("alice", handle, id.ToUpperInvariant(), Cancellation));
        Assert.Null(await Seen.FindAsync("carol", handle, id, Cancellation));

        var later = seen with { Message = SecondMessage, Until = Now.AddDays(1) };
        await Seen.RememberAsync(later, Cancellation);
        Assert.Equal(later, await Seen.FindAsync("alice", handle, id, Cancellation));
        Assert.Equal(0, await Seen.PruneAsync(Now.AddHours(1), Cancellation));
        Assert.Equal(1, await Seen.PruneAsync(Now.AddDays(2), Cancellation));
        Assert.Null(await Seen.FindAsync("alice", handle, id, Cancellation));
    }
}
