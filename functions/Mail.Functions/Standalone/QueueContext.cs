using Mail.Core;

namespace Mail.Functions;

/// <summary>What a listener and its runs share.</summary>
internal sealed record QueueContext
{
    public required IWorkQueue Queue { get; init; }

    public required IWorkQueue Poison { get; init; }

    public required QueuesOptions Options { get; init; }

    /// <summary>How long a received message is ours without a renewal: the time after which it comes again when the process is killed.</summary>
    public required TimeSpan Lease { get; init; }

    public required FunctionInvoker Invoker { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }
}
