using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// What the Functions host does for us in Azure: drives queue and timer functions. Starting needs no storage; each listener keeps trying.
/// </summary>
public sealed class StandaloneEngine(
    FunctionRegistry functions,
    FunctionInvoker invoker,
    IWorkQueues queues,
    ISingletonLocks locks,
    HostJson host,
    EngineOptions options,
    TimeProvider time,
    ILogger<StandaloneEngine> logger) : IHostedService, IDisposable
{
    /// <summary>For what is interrupted to give its message back.</summary>
    internal static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _interrupt = new();
    private Task _listeners = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var queueListeners = functions.Definitions.OfType<FunctionDefinition.Queue>()
            .Select(function => new QueueListener(ContextOf(function), function, Random.Shared))
            .Select(listener => Task.Run(() => listener.RunAsync(_stopping.Token, _interrupt.Token), CancellationToken.None));
        var timerListeners = functions.Definitions.OfType<FunctionDefinition.Timer>()
            .Select(function => new TimerListener(function, locks, invoker, time, logger))
            .Select(listener => Task.Run(() => listener.RunAsync(_stopping.Token, _interrupt.Token), CancellationToken.None));
        _listeners = Task.WhenAll(queueListeners.Concat(timerListeners));
        return Task.CompletedTask;
    }

    /// <summary>Stops receiving, lets what is running finish within the drain time, then interrupts it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        FunctionsLog.Stopping(logger, options.Drain);
        await _stopping.CancelAsync();
        if (!await EndsWithinAsync(options.Drain))
        {
            FunctionsLog.Interrupting(logger, options.Drain);
            await _interrupt.CancelAsync();
            await EndsWithinAsync(SettleTime);
        }

        FunctionsLog.Stopped(logger);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _interrupt.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit)
    {
        try
        {
            await _listeners.WaitAsync(limit, time, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private QueueContext ContextOf(FunctionDefinition.Queue function) => new()
    {
        Queue = queues.Get(function.QueueName),
        Poison = queues.Get(QueueNames.Poison(function.QueueName)),
        Options = host.Queues,
        Lease = options.QueueLease,
        Invoker = invoker,
        Time = time,
        Logger = logger,
    };
}
