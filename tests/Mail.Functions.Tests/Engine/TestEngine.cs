using Cronos;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Functions.Tests;

/// <summary>A standalone engine over in-memory storage and a clock that the test moves. Several may share a storage.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    public static readonly QueuesOptions Queues = new()
    {
        BatchSize = 16,
        NewBatchThreshold = 8,
        MaxDequeueCount = 5,
        MaxPollingInterval = TimeSpan.FromSeconds(1),
        VisibilityTimeout = TimeSpan.FromSeconds(10),
    };

    public static readonly EngineOptions Options = new();

    private readonly TestClock _clock;
    private readonly StandaloneEngine _engine;
    private Task? _stopped;

    private TestEngine(TestClock clock, InMemoryStorage storage, FunctionDefinition function, IFunctionHandler handler, TimeSpan? timeout)
    {
        _clock = clock;
        var host = new HostJson { FunctionTimeout = timeout, Queues = Queues };
        var registry = new FunctionRegistry([function], [handler]);
        var redelivery = new OutageRedelivery(storage.Queues, Queues);
        var invoker = new FunctionInvoker(registry, redelivery, host, clock, NullLogger<FunctionInvoker>.Instance);
        _engine = new StandaloneEngine(
            registry, invoker, storage.Queues, storage.Locks, host, Options, clock, NullLogger<StandaloneEngine>.Instance);
    }

    public static async Task<TestEngine> StartAsync(
        TestClock clock, InMemoryStorage storage, FakeQueueFunction handler, TimeSpan? functionTimeout = null)
    {
        var function = new FunctionDefinition.Queue(handler.Name, "pointer", QueueNames.Incoming);
        var engine = new TestEngine(clock, storage, function, handler, functionTimeout);
        await engine._engine.StartAsync(CancellationToken.None);
        return engine;
    }

    public static async Task<TestEngine> StartAsync(
        TestClock clock, InMemoryStorage storage, FakeTimerFunction handler, bool runOnStartup = false, string schedule = "0 */5 * * * *")
    {
        var cron = CronExpression.Parse(schedule, CronFormat.IncludeSeconds);
        var function = new FunctionDefinition.Timer(handler.Name, "timer", cron, runOnStartup, UseMonitor: true);
        var engine = new TestEngine(clock, storage, function, handler, timeout: null);
        await engine._engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>Asks it to stop; the task ends when it has.</summary>
    public Task StopAsync() => _stopped ??= _engine.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        var stopped = StopAsync();
        await _clock.AdvanceUntilAsync(() => stopped.IsCompleted);
        _engine.Dispose();
    }
}
