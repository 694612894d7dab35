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
    public async Task Who_refuses_too_much_waits_alone_and_goes_again_later()
    {
        await CountAsync("joe@far.test", sent: 10, refused: 19);
        Assert.Null(await WaitsUntilAsync("joe@far.test"));

        await CountAsync("joe@far.test", sent: 0, refused: 1, "550 more spam");
        Assert.Equal(Time.GetUtcNow().AddHours(1), await WaitsUntilAsync("joe@far.test"));
        Assert.Null(await WaitsUntilAsync("sue@far.test"));
        Assert.Null(await WaitsUntilAsync("joe@other.test"));
        var state = Assert.Single(await Breaker.ListAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(("far.test", 10, 20, "550 more spam"), (state.Domain, state.Sent, state.Refused, state.LastReply));

        Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await WaitsUntilAsync("joe@far.test"));
        await CountAsync("joe@far.test", sent: 0, refused: 1);
        Assert.Null(await WaitsUntilAsync("joe@far.test"));
    }

    [Fact]
    public async Task A_domain_waits_when_it_refuses_what_goes_to_several()
    {
        foreach (var name in "abc")
        {
            await CountAsync($"{name}@far.test", sent: 0, refused: 19);
        }

        Assert.Null(await WaitsUntilAsync("sue@far.test"));

        await CountAsync("d@far.test", sent: 0, refused: 5);
        Assert.Equal(Time.GetUtcNow().AddHours(1), await WaitsUntilAsync("sue@far.test"));
    }

    [Fact]
    public async Task Who_waits_goes_on_waiting_when_counting_begins_anew()
    {
        await CountAsync("sue@far.test", sent: 1, refused: 0);
        Time.Advance(TimeSpan.FromMinutes(40));
        await CountAsync("joe@far.test", sent: 0, refused: 20);
        Time.Advance(TimeSpan.FromMinutes(40));
        await CountAsync("sue@far.test", sent: 1, refused: 0);

        Assert.Equal(Time.GetUtcNow().AddMinutes(20), await WaitsUntilAsync("joe@far.test"));
    }

    [Fact]
    public async Task An_operator_can_let_them_go_again_at_once()
    {
        await CountAsync("joe@far.test", sent: 0, refused: 20);
        Assert.NotNull(await WaitsUntilAsync("joe@far.test"));

        Assert.True(await Breaker.ResetAsync("far.test", Cancellation));
        Assert.Null(await WaitsUntilAsync("joe@far.test"));
        Assert.False(await Breaker.ResetAsync("far.test", Cancellation));
    }

    [Fact]
    public async Task Attempts_that_end_at_once_are_all_counted()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CountAsync("joe@far.test", sent: 1, refused: 0)));

        Assert.Equal(20, Assert.Single(await Breaker.ListAsync(Cancellation).ToListAsync(Cancellation)).Sent);
    }

    [Fact]
    public async Task A_few_refusals_among_many_do_not_matter()
    {
        foreach (var name in "abcdefghij")
        {
            await CountAsync($"{name}@far.test", sent: 100, refused: 10);
        }

        Assert.Null(await WaitsUntilAsync("a@far.test"));
    }

    private Task CountAsync(string target, int sent, int refused, string reply = "550 spam") =>
        Breaker.CountAsync(new ForwardingOutcome(Some.Address(target), sent, refused, reply), Cancellation).AsTask();

    private ValueTask<DateTimeOffset?> WaitsUntilAsync(string target) => Breaker.WaitsUntilAsync(Some.Address(target), Cancellation);
}
