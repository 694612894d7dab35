using Mail.Core;

namespace Mail.Processing;

/// <summary>Renews a lock while work lasts, and tells when it is lost.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;

    /// <param name="duration">Of the lock.</param>
    public LeaseKeeper(ISingletonLease lease, TimeSpan duration, TimeProvider time)
    {
        _lost = new CancellationTokenSource(duration, time);
        Lost = _lost.Token;
        _renewing = RenewAsync(lease, duration, time);
    }

    /// <summary>Cancelled when somebody else has the lock, or could have: the storage took no renewal for its whole duration.</summary>
    public CancellationToken Lost { get; }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        _done.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(ISingletonLease lease, TimeSpan duration, TimeProvider time)
    {
        try
        {
            while (!_lost.IsCancellationRequested)
            {
                await Task.Delay(duration / 3, time, _done.Token);
                await RenewOnceAsync(lease, duration);
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }

    private async Task RenewOnceAsync(ISingletonLease lease, TimeSpan duration)
    {
        try
        {
            if (await lease.RenewAsync(_done.Token))
            {
                _lost.CancelAfter(duration);
            }
            else
            {
                await _lost.CancelAsync();
            }
        }
        catch (StorageUnavailableException)
        {
            // The next one may do; if none does, the time runs out by itself.
        }
    }
}
