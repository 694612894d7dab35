using System.IO.Pipelines;

namespace Mail.Testing.Smtp;

/// <summary>Tells whether somebody waits for a read.</summary>
public sealed class WatchedPipeReader(PipeReader inner) : PipeReader
{
    private volatile bool _isWaiting;

    public bool IsWaiting => _isWaiting;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompleted ? read : WatchAsync(read);
    }

    public override bool TryRead(out ReadResult result) => inner.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> WatchAsync(ValueTask<ReadResult> read)
    {
        _isWaiting = true;
        try
        {
            return await read;
        }
        finally
        {
            _isWaiting = false;
        }
    }
}
