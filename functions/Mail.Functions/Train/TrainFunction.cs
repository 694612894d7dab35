using Mail.Core;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Queue <c>training</c>: trains a message that was moved, or makes an owner's model anew.</summary>
public sealed class TrainFunction(MoveTraining moves, Compactor compactor) : IQueueFunctionHandler
{
    /// <summary>A message of a mebibyte and its features take 3 MB: 16 at once leave a small instance room for the mail itself.</summary>
    public const int AtOnce = 16;

    public string Name => "Train";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken) =>
        invocation.Trigger is Trigger.Queue message && TrainingPointer.TryParse(message.Body, out var pointer)
            ? new FunctionResult.Done(await ProcessAsync(pointer, cancellationToken))
            : new FunctionResult.Unreadable("not a pointer to training, which reads {\"kind\":\"moved\",\"owner\":\"…\",\"message\":\"…\",\"as\":\"spam\"}");

    /// <summary>A pointer promises nothing: each is as good as the first.</summary>
    public string ForAnotherRun(string body) => body;

    private async Task<string> ProcessAsync(TrainingPointer pointer, CancellationToken cancellationToken) => pointer switch
    {
        TrainingPointer.Moved moved => $"{moved.AccountId} {moved.DeliveryId}: {await moves.ProcessAsync(moved, cancellationToken)}",
        TrainingPointer.Compact compact => await CompactAsync(compact.Owner, cancellationToken),
        _ => "nothing to do",
    };

    /// <exception cref="StorageUnavailableException">Others were always faster: again, when they are done.</exception>
    private async Task<string> CompactAsync(ModelOwner owner, CancellationToken cancellationToken)
    {
        var report = await compactor.RunAsync(owner, cancellationToken);
        return report.Outcome == CompactionOutcome.Contended
            ? throw new StorageUnavailableException($"The model of {owner} is compacted by others all the time.")
            : $"{owner}: {report.Outcome}, {report.Steps} steps";
    }
}
