using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Takes messages from one queue and runs the function for them, many at once: a batch is fetched whenever no more than the threshold of
/// host.json are running. One loop owns all state.
/// </summary>
internal sealed class QueueListener(QueueContext context, FunctionDefinition.Queue function, Random random)
{
    private readonly PollingInterval _polling = new(context.Options.MaxPollingInterval, random);
    private readonly HashSet<Task> _running = [];
    private bool _isUnreachable;

    /// <summary>Ends when <paramref name="stopping"/> is cancelled and all runs have ended; <paramref name="interrupt"/> hurries those.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken interrupt)
    {
        FunctionsLog.Listening(context.Logger, context.Queue.Name, function.Name);
        while (!stopping.IsCancellationRequested)
        {
            var received = await ReceiveAsync();
            if (stopping.IsCancellationRequested)
            {
                await GiveBackAsync(received);
                break;
            }

            foreach (var item in received)
            {
                _running.Add(new QueueMessageRun(context, function, item, interrupt).RunAsync());
            }

            await PauseAsync(received.Count, stopping);
        }

        await Task.WhenAll(_running);
    }

    /// <summary>
    /// Not cancelled when the process stops: messages whose receive we abandon would be hidden from everybody until their lease ends.
    /// </summary>
    private async Task<IReadOnlyList<WorkItem>> ReceiveAsync()
    {
        try
        {
            var received = await context.Queue.ReceiveAsync(context.Options.BatchSize, context.Lease, CancellationToken.None);
            ReportReachable();
            return received;
        }
        catch (StorageUnavailableException e)
        {
            ReportUnreachable(e.Message);
        }
        catch (Exception e)
        {
            FunctionsLog.ReceiveFailed(context.Logger, e, context.Queue.Name);
        }

        return [];
    }

    private async Task PauseAsync(int received, CancellationToken stopping)
    {
        try
        {
            if (received > 0)
            {
                _polling.Reset();
            }

            // A full batch promises more, at once.
            if (received < context.Options.BatchSize)
            {
                await Task.Delay(_polling.Next(), context.Time, stopping);
            }

            await WaitForRoomAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The loop ends.
        }
    }

    private async Task WaitForRoomAsync(CancellationToken stopping)
    {
        _running.RemoveWhere(run => run.IsCompleted);
        while (_running.Count > context.Options.NewBatchThreshold)
        {
            await Task.WhenAny(_running).WaitAsync(stopping);
            _running.RemoveWhere(run => run.IsCompleted);
        }
    }

    private async Task GiveBackAsync(IReadOnlyList<WorkItem> received)
    {
        foreach (var item in received)
        {
            try
            {
                await context.Queue.ExtendAsync(item, TimeSpan.Zero, CancellationToken.None);
            }
            catch (StorageUnavailableException e)
            {
                FunctionsLog.LeftForRedelivery(context.Logger, context.Queue.Name, item.Id, e.Message);
            }
        }

        if (received.Count > 0)
        {
            FunctionsLog.GivenBack(context.Logger, context.Queue.Name, received.Count);
        }
    }

    /// <summary>Once per outage, and not each second.</summary>
    private void ReportUnreachable(string reason)
    {
        if (!_isUnreachable)
        {
            FunctionsLog.QueueUnreachable(context.Logger, context.Queue.Name, reason);
        }

        _isUnreachable = true;
    }

    private void ReportReachable()
    {
        if (_isUnreachable)
        {
            FunctionsLog.QueueReachable(context.Logger, context.Queue.Name);
        }

        _isUnreachable = false;
    }
}
