using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Queue <c>webhooks</c>: one attempt at the call that the pointer names.</summary>
public sealed class WebhooksFunction(WebhookFlow flow) : IQueueFunctionHandler
{
    public string Name => "Webhooks";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken) =>
        invocation.Trigger is Trigger.Queue message && WebhookPointer.TryParse(message.Body, out var pointer)
            ? new FunctionResult.Done($"{pointer.CallId}: {await flow.ProcessAsync(pointer, cancellationToken)}")
            : new FunctionResult.Unreadable("not a pointer to a call, which reads {\"accountId\":\"…\",\"callId\":\"…\"}");

    /// <summary>A pointer promises nothing: each is as good as the first.</summary>
    public string ForAnotherRun(string body) => body;
}
