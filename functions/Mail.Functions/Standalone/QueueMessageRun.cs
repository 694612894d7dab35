using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// One received message from beginning to end: the function runs while the message's lease is renewed at half its time; then the message is
/// completed, given out again later, or moved to the poison queue.
/// </summary>
internal sealed class QueueMessageRun(
    QueueContext context, FunctionDefinition.Queue function, WorkItem received, CancellationToken interrupt)
{
    /// <summary>
    /// A count above the limit means that earlier runs ended without a word: the process was killed, or storage did not even take the message
    /// elsewhere. Those get as many tries again; a message that kills the process must still come to an end.
    /// </summary>
    private readonly int _unheardLimit = 2 * context.Options.MaxDequeueCount;

    private WorkItem _item = received;

    public async Task RunAsync()
    {
        if (_item.DequeueCount > _unheardLimit)
        {
            await Safely(() => PoisonAsync($"given out more than {_unheardLimit} times without an outcome"));
            return;
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        using var done = new CancellationTokenSource();
        var renewal = RenewAsync(lost, done.Token);
        var invocation = new FunctionInvocation(_item.Id, new Trigger.Queue(_item.Body, _item.DequeueCount));
        var outcome = await context.Invoker.InvokeAsync(function, invocation, lost.Token);
        await done.CancelAsync();
        if (await renewal)
        {
            await Safely(() => SettleAsync(outcome));
        }
    }

    private Task SettleAsync(InvocationOutcome outcome) => outcome switch
    {
        InvocationOutcome.Done => CompleteAsync(),
        InvocationOutcome.Unreadable => PoisonAsync(outcome.Detail),
        InvocationOutcome.Unavailable unavailable => HideAsync(unavailable.Delay),
        InvocationOutcome.Interrupted => HideAsync(TimeSpan.Zero),
        _ when _item.DequeueCount >= context.Options.MaxDequeueCount => PoisonAsync(outcome.Detail),
        _ => HideAsync(context.Options.VisibilityTimeout),
    };

    /// <summary>False when the message is no longer ours; the run is then interrupted, because somebody else begins or has ended it.</summary>
    private async Task<bool> RenewAsync(CancellationTokenSource lost, CancellationToken done)
    {
        var pause = context.Lease / 2;
        while (await DelayAsync(pause, done))
        {
            try
            {
                // Not cancelled once sent: its receipt is needed to complete the message.
                if (await context.Queue.ExtendAsync(_item, context.Lease, CancellationToken.None) is not { } renewed)
                {
                    FunctionsLog.MessageLost(context.Logger, context.Queue.Name, _item.Id);
                    await lost.CancelAsync();
                    return false;
                }

                _item = renewed;
                pause = context.Lease / 2;
            }
            catch (StorageUnavailableException e)
            {
                FunctionsLog.LeftForRedelivery(context.Logger, context.Queue.Name, _item.Id, $"its lease could not be renewed: {e.Message}");
                pause = context.Lease / 8;
            }
        }

        return true;
    }

    private async Task<bool> DelayAsync(TimeSpan pause, CancellationToken done)
    {
        try
        {
            await Task.Delay(pause, context.Time, done);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task CompleteAsync()
    {
        if (!await context.Queue.CompleteAsync(_item, CancellationToken.None))
        {
            FunctionsLog.MessageLost(context.Logger, context.Queue.Name, _item.Id);
        }
    }

    private async Task HideAsync(TimeSpan delay)
    {
        if (await context.Queue.ExtendAsync(_item, delay, CancellationToken.None) is null)
        {
            FunctionsLog.MessageLost(context.Logger, context.Queue.Name, _item.Id);
        }
    }

    /// <summary>Sent there first: should we die before it is completed here, it is in both places rather than in none.</summary>
    private async Task PoisonAsync(string reason)
    {
        if (context.Queue is IDeadLettering queue)
        {
            await DeadLetterAsync(queue, reason);
            return;
        }

        await context.Poison.SendAsync(_item.Body, TimeSpan.Zero, CancellationToken.None);
        FunctionsMetrics.Poisoned(context.Queue.Name);
        FunctionsLog.Poisoned(context.Logger, context.Queue.Name, _item.Id, _item.DequeueCount, reason);
        await CompleteAsync();
    }

    private async Task DeadLetterAsync(IDeadLettering queue, string reason)
    {
        if (!await queue.DeadLetterAsync(_item, reason, CancellationToken.None))
        {
            FunctionsLog.MessageLost(context.Logger, context.Queue.Name, _item.Id);
            return;
        }

        FunctionsMetrics.Poisoned(context.Queue.Name);
        FunctionsLog.Poisoned(context.Logger, context.Queue.Name, _item.Id, _item.DequeueCount, reason);
    }

    /// <summary>Whatever cannot be settled now comes again when its lease ends.</summary>
    private async Task Safely(Func<Task> settle)
    {
        try
        {
            await settle();
        }
        catch (Exception e)
        {
            FunctionsLog.LeftForRedelivery(context.Logger, context.Queue.Name, _item.Id, e.Message);
        }
    }
}
