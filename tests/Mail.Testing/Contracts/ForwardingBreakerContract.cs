using Mail.Core;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IForwardingBreaker"/> promises, with the default settings.</summary>
public abstract class ForwardingBreakerContract
{
    protected abstract IForwardingBreaker Breaker { get; }

    protected abstract FakeTimeProvider Time { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forwards_wait_when_a_domain_refuses_too_much_and_go_again_later()
    {
        await Breaker.CountAsync("far.test", sent: 10, refused: 19, "550 spam", Cancellation);
        Assert.Null(await Breaker.WaitsUntilAsync("far.test", Cancellation));

        await Breaker.CountAsync("far.test", sent: 0, refused: 1, "550 more spam", Cancellation);
        Assert.Equal(Time.GetUtcNow().AddHours(1), await Breaker.WaitsUntilAsync("far.test", Cancellation));
        Assert.Null(await Breaker.WaitsUntilAsync("other.test", Cancellation));
        var state = Assert.Single(await Breaker.ListAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(("far.test", 10, 20, "550 more spam"), (state.Domain, state.Sent, state.Refused, state.LastReply));

        Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await Breaker.WaitsUntilAsync("far.test", Cancellation));
        await Breaker.CountAsync("far.test", sent: 0, refused: 1, "550 spam", Cancellation);
        Assert.Null(await Breaker.WaitsUntilAsync("far.test", Cancellation));
    }

    [Fact]
    public async Task An_operator_can_let_them_go_again_at_once()
    {
        await Breaker.CountAsync("far.test", sent: 0, refused: 20, "550 spam", Cancellation);
        Assert.NotNull(await Breaker.WaitsUntilAsync("far.test", Cancellation));

        Assert.True(await Breaker.ResetAsync("far.test", Cancellation));
        Assert.Null(await Breaker.WaitsUntilAsync("far.test", Cancellation));
        Assert.False(await Breaker.ResetAsync("far.test", Cancellation));
    }

    [Fact]
    public async Task Attempts_that_end_at_once_are_all_counted()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Breaker.CountAsync("far.test", sent: 1, refused: 0, "", Cancellation).AsTask()));

        Assert.Equal(20, Assert.Single(await Breaker.ListAsync(Cancellation).ToListAsync(Cancellation)).Sent);
    }

    [Fact]
    public async Task A_few_refusals_among_many_do_not_matter()
    {
        await Breaker.CountAsync("far.test", sent: 1000, refused: 50, "550 spam", Cancellation);

        Assert.Null(await Breaker.WaitsUntilAsync("far.test", Cancellation));
    }
}
