using System.Collections.Concurrent;

namespace Mail.Functions.Tests;

/// <summary>A timer function that does what the test says and remembers when it was called.</summary>
internal sealed class FakeTimerFunction(TimeProvider time, Func<CancellationToken, Task>? run = null) : IFunctionHandler
{
    public string Name => "Sweep";

    public ConcurrentQueue<(DateTimeOffset At, Trigger.Timer Trigger)> Calls { get; } = new();

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        Calls.Enqueue((time.GetUtcNow(), Assert.IsType<Trigger.Timer>(invocation.Trigger)));
        await (run?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return FakeQueueFunction.Done;
    }
}
