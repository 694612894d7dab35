using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Keeps a message whose handler met a storage outage out of the poison queue, which is for bugs. The dequeue count of a message cannot be
/// set back, so before it reaches the limit the message is sent again as a new one, due later, and the old one counts as done.
/// </summary>
/// <remarks>
/// Sent first and completed after: a death in between leaves two pointers to one piece of work, which is made to be repeated.
/// Serves both modes: the Functions host knows only success and failure, and moves to the poison queue by itself.
/// </remarks>
public sealed class OutageRedelivery(IWorkQueues queues, QueuesOptions options)
{
    /// <summary>The wait after the first attempt that met an outage: longer than a storage partition takes to move (seconds).</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait: mail must flow again soon after storage is back.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    /// <summary>Doubling with each time the message was given out.</summary>
    public static TimeSpan Delay(int dequeueCount)
    {
        // 2^5 × 10 s is past the longest already.
        var delay = FirstDelay * Math.Pow(2, Math.Clamp(dequeueCount - 1, 0, 5));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    /// <summary>What the caller has to do with the message.</summary>
    /// <param name="message">As received; by hand there is nothing to give out again.</param>
    /// <param name="reason">What was not available.</param>
    public async Task<InvocationOutcome> DecideAsync(
        FunctionDefinition.Queue function, IQueueFunctionHandler handler, Trigger.Queue message, string reason, CancellationToken cancellationToken)
    {
        var delay = Delay(message.DequeueCount ?? 1);
        // One before the limit, so that a second try is left when storage does not take the new message either.
        if (message.DequeueCount is not { } count || count < Math.Max(1, options.MaxDequeueCount - 1))
        {
            return new InvocationOutcome.Unavailable(reason, delay);
        }

        try
        {
            await queues.Get(function.QueueName).SendAsync(handler.ForAnotherRun(message.Body), delay, cancellationToken);
            return new InvocationOutcome.Done($"{reason}; sent again, due in {delay.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
        {
            return new InvocationOutcome.Unavailable($"{reason}; could not be sent again: {e.Message}", delay);
        }
    }
}
