using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Queue <c>outbound</c>: one attempt for the job that the pointer names.</summary>
public sealed class OutboundFunction(OutboundFlow flow) : IQueueFunctionHandler
{
    public string Name => "Outbound";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Trigger is not Trigger.Queue message || !OutboundPointer.TryParse(message.Body, out var pointer))
        {
            return new FunctionResult.Unreadable("not a pointer to an outbound job, which reads {\"destination\":\"…\",\"jobId\":\"…\"}");
        }

        // A count that we were not told is no proof of a first run.
        var detail = await flow.ProcessAsync(pointer, message.DequeueCount ?? 2, cancellationToken);
        return new FunctionResult.Done($"{pointer.JobId} for {pointer.Destination}: {detail}");
    }

    /// <summary>A first pointer that comes before its time is dropped, for there is another; whether there is one now nobody knows.</summary>
    public string ForAnotherRun(string body) => OutboundPointer.TryParse(body, out var pointer) ? (pointer with { IsAgain = true }).ToJson() : body;
}
