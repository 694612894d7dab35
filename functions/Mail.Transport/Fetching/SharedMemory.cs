namespace Mail.Transport;

/// <summary>The memory that all sessions of a process have for messages, first come, first served.</summary>
internal sealed class SharedMemory(long size)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Octets, TaskCompletionSource Turn)> _waiting = new();
    private readonly long _size = size;
    private long _free = size;

    /// <summary>Waits until there is room. More than there is at all is cut to that: then it is the only one.</summary>
    public async ValueTask<Share> TakeAsync(long wanted, CancellationToken cancellationToken)
    {
        var share = new Share(this, Math.Clamp(wanted, 0, _size));
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_waiting.Count == 0 && _free >= share.Octets)
            {
                _free -= share.Octets;
                return share;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((share.Octets, turn));
        }

        await using var cancelled = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
        return share;
    }

    private void Return(long returned)
    {
        lock (_gate)
        {
            _free += returned;
            while (_waiting.TryPeek(out var next) && (next.Turn.Task.IsCanceled || _free >= next.Octets))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    _free -= next.Octets;
                }
            }
        }
    }

    /// <summary>What one read has. Disposing gives it back.</summary>
    public sealed class Share(SharedMemory owner, long octets) : IDisposable
    {
        private int _isReturned;

        public long Octets => octets;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                owner.Return(octets);
            }
        }
    }
}
