using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Functions.Tests;

/// <summary>A queue function that does what the test says and remembers its calls.</summary>
internal sealed class FakeQueueFunction(string name, Func<Trigger.Queue, CancellationToken, Task<FunctionResult>> run) : IQueueFunctionHandler
{
    public static readonly FunctionResult Done = new FunctionResult.Done("done");

    private int _running;
    private int _mostRunning;

    public FakeQueueFunction(Func<Trigger.Queue, FunctionResult> run)
        : this("Incoming", (message, _) => Task.FromResult(run(message)))
    {
    }

    public FakeQueueFunction(Func<Trigger.Queue, CancellationToken, Task<FunctionResult>> run)
        : this("Incoming", run)
    {
    }

    public string Name => name;

    public ConcurrentQueue<Trigger.Queue> Calls { get; } = new();

    public int Running => Volatile.Read(ref _running);

    public int MostRunning => Volatile.Read(ref _mostRunning);

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        var message = Assert.IsType<Trigger.Queue>(invocation.Trigger);
        lock (Calls)
        {
            Calls.Enqueue(message);
            _mostRunning = Math.Max(_mostRunning, ++_running);
        }

        try
        {
            return await run(message, cancellationToken);
        }
        finally
        {
            lock (Calls)
            {
                _running--;
            }
        }
    }

    public string ForAnotherRun(string body) => body.EndsWith(" again", StringComparison.Ordinal) ? body : body + " again";

    public static FunctionResult Outage() => throw new StorageUnavailableException("The test has switched the storage off.");
}
