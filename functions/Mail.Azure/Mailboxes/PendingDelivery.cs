using Mail.Core;

namespace Mail.Azure;

/// <summary>A delivery whose blob is stored and whose index rows are to be written.</summary>
internal sealed class PendingDelivery(MailboxDelivery delivery, string folderKey, long size, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<DeliveryOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MailboxDelivery Delivery { get; } = delivery;

    public string FolderKey { get; } = folderKey;

    /// <summary>Bytes of the blob.</summary>
    public long Size { get; } = size;

    /// <summary>Distinguishes the mark of this attempt from that of an earlier one.</summary>
    public string Attempt { get; } = Guid.NewGuid().ToString("N");

    public Task<DeliveryOutcome> Outcome => _outcome.Task;

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    public void Complete(DeliveryOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception error) => _outcome.TrySetException(error);

    public void Cancel() => _outcome.TrySetCanceled(cancellationToken);
}
