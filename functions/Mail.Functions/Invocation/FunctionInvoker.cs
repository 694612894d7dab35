using System.Diagnostics;
using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Runs a function, bounded in time and traced, and turns whatever comes of it into an outcome: it never throws. Both modes call functions
/// only through here.
/// </summary>
public sealed class FunctionInvoker(
    FunctionRegistry functions, OutageRedelivery redelivery, HostJson host, TimeProvider time, ILogger<FunctionInvoker> logger)
{
    /// <summary>Sending a message again after a deadline or an outage may take this long; part of the margin below.</summary>
    private static readonly TimeSpan ResendTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When to give up an invocation: before the Functions host kills the process and with it everything else that is running. It sends no
    /// cancellation of its own.
    /// </summary>
    internal TimeSpan? Deadline { get; } = host.FunctionTimeout is { } timeout
        ? timeout - Min(timeout / 4, ResendTime + TimeSpan.FromSeconds(20))
        : null;

    /// <param name="definition">A queue or timer function.</param>
    /// <param name="stopping">The process must end now; not its mere wish to.</param>
    public async Task<InvocationOutcome> InvokeAsync(
        FunctionDefinition definition, FunctionInvocation invocation, CancellationToken stopping)
    {
        using var activity = Telemetry.Source.StartActivity("invoke " + definition.Name, ActivityKind.Consumer, invocation.TraceParent);
        activity?.SetTag("faas.name", definition.Name).SetTag("faas.invocation_id", invocation.Id);
        using var scope = FunctionsLog.InvocationScope(logger, definition.Name, invocation.Id);

        var started = time.GetTimestamp();
        var outcome = await RunAsync(definition, invocation, stopping);
        FunctionsMetrics.Invoked(definition.Name, outcome, time.GetElapsedTime(started));
        activity?.SetStatus(outcome is InvocationOutcome.Done ? ActivityStatusCode.Ok : ActivityStatusCode.Error, outcome.Detail);
        return outcome;
    }

    private async Task<InvocationOutcome> RunAsync(FunctionDefinition definition, FunctionInvocation invocation, CancellationToken stopping)
    {
        var handler = functions.HandlerOf(definition);
        using var deadline = new CancellationTokenSource(Deadline ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        try
        {
            // WaitAsync as well: a handler stuck where no token reaches must not take the process with it.
            var result = await Task.Run(() => handler.InvokeAsync(invocation, either.Token), either.Token).WaitAsync(either.Token);
            return Report(definition, invocation, result);
        }
        catch (StorageUnavailableException e)
        {
            return await UnavailableAsync(definition, handler, invocation, e);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new InvocationOutcome.Interrupted();
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            FunctionsLog.DeadlinePassed(logger, e, definition.Name, invocation.Id, Deadline);
            return new InvocationOutcome.Failed($"no end within {Deadline}");
        }
        catch (Exception e)
        {
            FunctionsLog.Failed(logger, e, definition.Name, invocation.Id);
            return new InvocationOutcome.Failed($"{e.GetType().Name}: {e.Message}");
        }
    }

    private InvocationOutcome Report(FunctionDefinition definition, FunctionInvocation invocation, FunctionResult result)
    {
        switch (result)
        {
            case FunctionResult.Done done:
                return new InvocationOutcome.Done(done.Detail);
            case FunctionResult.Unreadable unreadable:
                FunctionsLog.Unreadable(logger, definition.Name, invocation.Id, unreadable.Reason);
                return new InvocationOutcome.Unreadable(unreadable.Reason);
            default:
                throw new InvalidOperationException($"{definition.Name} gave no result.");
        }
    }

    private async Task<InvocationOutcome> UnavailableAsync(
        FunctionDefinition definition, IFunctionHandler handler, FunctionInvocation invocation, StorageUnavailableException reason)
    {
        using var limit = new CancellationTokenSource(ResendTime, time);
        var outcome = (definition, handler, invocation.Trigger) switch
        {
            (FunctionDefinition.Queue queue, IQueueFunctionHandler repeatable, Trigger.Queue message) =>
                await redelivery.DecideAsync(queue, repeatable, message, reason.Message, limit.Token),
            _ => new InvocationOutcome.Unavailable(reason.Message, OutageRedelivery.FirstDelay),
        };
        FunctionsLog.StorageUnavailable(logger, definition.Name, invocation.Id, outcome.Detail);
        return outcome;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
