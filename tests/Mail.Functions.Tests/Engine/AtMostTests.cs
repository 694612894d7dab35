namespace Mail.Functions.Tests;

public class AtMostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Others_wait_until_one_has_ended_well_or_ill()
    {
        using var gate = new SemaphoreSlim(0);
        var function = new FakeQueueFunction(async (message, token) =>
        {
            await gate.WaitAsync(token);
            return message.Body == "bad" ? FakeQueueFunction.Outage() : FakeQueueFunction.Done;
        });
        using var bounded = new AtMost(2, function);
        var runs = new[] { "bad", "bad", "good", "good", "good" }.Select(body => InvokeAsync(bounded, body)).ToList();

        Assert.Equal(2, function.Running);
        gate.Release(5);
        await Task.WhenAll(runs).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

        Assert.Equal([false, false, true, true, true], runs.Select(run => run.IsCompletedSuccessfully));
        Assert.Equal((5, 2), (function.Calls.Count, function.MostRunning));
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_waits_can_be_interrupted()
    {
        using var stop = new CancellationTokenSource();
        using var gate = new SemaphoreSlim(0);
        var function = new FakeQueueFunction(async (_, token) =>
        {
            await gate.WaitAsync(token);
            return FakeQueueFunction.Done;
        });
        using var bounded = new AtMost(1, function);
        Task[] runs = [InvokeAsync(bounded, "a"), InvokeAsync(bounded, "b", stop.Token)];
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs[1]);
        gate.Release();
        await runs[0];
        Assert.Single(function.Calls);
    }

    private static Task<FunctionResult> InvokeAsync(AtMost function, string body, CancellationToken? token = null) =>
        function.InvokeAsync(new FunctionInvocation("1", new Trigger.Queue(body, 1)), token ?? Token);
}
