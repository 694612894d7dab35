using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Renews a lock while work lasts, and tells when it is lost. The storage counts its duration from when it got the request, which is after the request was sent:
/// so the work stops a little before anybody else can begin.
/// </summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    // For what is on the wire when the work is told to stop: of 60 s the last 10.
    private const double Usable = 5.0 / 6;

    private readonly ISingletonLease _lease;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;

    /// <param name="asked">When the lock was asked for: <see cref="TimeProvider.GetTimestamp"/> before the request.</param>
    /// <param name="duration">Of the lock.</param>
    public LeaseKeeper(ISingletonLease lease, long asked, TimeSpan duration, TimeProvider time)
    {
        (_lease, _duration, _time) = (lease, duration, time);
        _lost = new CancellationTokenSource(LeftSince(asked), time);
        Lost = _lost.Token;
        _renewing = RenewAsync(asked);
    }

    /// <summary>Cancelled when somebody else has the lock, or could soon have: the storage took no renewal in time.</summary>
    public CancellationToken Lost { get; }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        _done.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(long asked)
    {
        // A lock that was long in coming, or a state that was long in loading, is renewed the sooner.
        var wait = _duration / 3 - _time.GetElapsedTime(asked);
        try
        {
            while (!_lost.IsCancellationRequested)
            {
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, _done.Token);
                await RenewOnceAsync();
                wait = _duration / 3;
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }

    private async Task RenewOnceAsync()
    {
        var asked = _time.GetTimestamp();
        try
        {
            if (await _lease.RenewAsync(_done.Token))
            {
                _lost.CancelAfter(LeftSince(asked));
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

    private TimeSpan LeftSince(long asked) => (_duration * Usable) - _time.GetElapsedTime(asked) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
}
