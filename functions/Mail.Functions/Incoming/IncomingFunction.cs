using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Queue <c>incoming</c>: runs the message flow for the message that the pointer names.</summary>
public sealed class IncomingFunction(MessageFlow flow, ILogger<IncomingFunction> logger) : IQueueFunctionHandler
{
    /// <summary>Our README says why.</summary>
    internal const int AtOnce = 24;

    public string Name => "Incoming";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Trigger is not Trigger.Queue message || !IncomingPointer.TryParse(message.Body, out var pointer))
        {
            return new FunctionResult.Unreadable("not a pointer to a spooled message, which reads {\"queueId\":\"…\",\"attempt\":0}");
        }

        using var scope = FunctionsLog.MessageScope(logger, pointer.QueueId);
        // A count that we were not told is no proof of a first run: 2 makes the flow ask what was done before.
        var result = await flow.ProcessAsync(pointer, message.DequeueCount ?? 2, cancellationToken);
        return new FunctionResult.Done($"{pointer.QueueId}: {result.State?.ToString() ?? "gone"}: {result.Detail}");
    }

    /// <summary>Attempt 0 promises a first pointer, and this is none: the run that met the outage may have delivered to somebody.</summary>
    public string ForAnotherRun(string body) =>
        IncomingPointer.TryParse(body, out var pointer) && pointer.Attempt == 0 ? (pointer with { Attempt = 1 }).ToJson() : body;
}
