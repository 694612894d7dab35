using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IWebhookCalls"/> promises.</summary>
public abstract class WebhookCallsContract
{
    protected abstract IWebhookCalls Calls { get; }

    protected abstract IWorkQueues Queues { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static WebhookCall Some() => new()
    {
        AccountId = "alice",
        CallId = Testing.Some.QueueId(),
        Url = new Uri("https://far.test/hook?x=%C3%BC&" + new string('y', 5000)),
        Body = "{\"subject\":\"ünï " + new string('z', 50_000) + "\"}",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public async Task A_call_is_there_until_it_is_done_with()
    {
        var call = Some();
        await Calls.EnqueueAsync(call, Cancellation);
        Assert.Equal(call, await Calls.FindAsync(call.Pointer, Cancellation));
        Assert.True(WebhookPointer.TryParse(Assert.Single(await PointersAsync()), out var pointer));
        Assert.Equal(call.Pointer, pointer);

        await Calls.DeleteAsync(call.Pointer, Cancellation);
        await Calls.DeleteAsync(call.Pointer, Cancellation);
        Assert.Null(await Calls.FindAsync(call.Pointer, Cancellation));
    }

    [Fact]
    public async Task A_call_that_is_put_off_knows_its_attempts_and_enqueuing_it_again_does_not_forget_them()
    {
        var call = Some();
        await Calls.EnqueueAsync(call, Cancellation);
        var tried = call with { Attempts = 3, LastAnswer = "503" };
        await Calls.PutOffAsync(tried, TimeSpan.Zero, Cancellation);
        await Calls.EnqueueAsync(call, Cancellation);
        Assert.Equal(tried, await Calls.FindAsync(call.Pointer, Cancellation));
        Assert.Equal(3, (await PointersAsync()).Count);
    }

    [Fact]
    public async Task A_call_that_is_done_with_does_not_come_back_by_being_put_off()
    {
        var call = Some();
        await Calls.EnqueueAsync(call, Cancellation);
        await Calls.DeleteAsync(call.Pointer, Cancellation);
        await Calls.PutOffAsync(call with { Attempts = 1 }, TimeSpan.Zero, Cancellation);
        Assert.Null(await Calls.FindAsync(call.Pointer, Cancellation));
    }

    private async Task<List<string>> PointersAsync() =>
        [.. (await Queues.Get(QueueNames.Webhooks).PeekAsync(32, Cancellation)).Select(item => item.Body)];
}
