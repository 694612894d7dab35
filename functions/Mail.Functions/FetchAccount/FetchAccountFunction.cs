using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Queue <c>fetch</c>: a visit to the remote account that the pointer names.</summary>
public sealed class FetchAccountFunction(FetchFlow flow) : IQueueFunctionHandler
{
    public string Name => "FetchAccount";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken) =>
        invocation.Trigger is Trigger.Queue message && FetchPointer.TryParse(message.Body, out var pointer, out var key)
            ? new FunctionResult.Done($"{key}: {await flow.ProcessAsync(pointer, key, cancellationToken)}")
            : new FunctionResult.Unreadable("not a pointer to a remote account, which reads {\"account\":\"alice@example.test/name\"}");

    /// <summary>A pointer promises nothing: each is as good as the first.</summary>
    public string ForAnotherRun(string body) => body;
}
