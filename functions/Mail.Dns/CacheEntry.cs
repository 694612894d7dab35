using System.Diagnostics.CodeAnalysis;
using Mail.Core;

namespace Mail.Dns;

/// <summary>One question, those who wait for its answer, and then the answer.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source of the token has neither timer nor wait handle; it is memory only.")]
internal sealed class CacheEntry
{
    private readonly TaskCompletionSource<DnsAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Lock _gate = new();
    private long _expires;
    private int _waiting;
    private bool _hasBegun;
    private bool _isAbandoned;

    public Task<DnsAnswer> Task => _answer.Task;

    /// <summary>Cancelled when the last one who waited has left before the answer came.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    public bool HasExpired(TimeProvider time) => Task.IsCompleted && time.GetTimestamp() >= Volatile.Read(ref _expires);

    /// <summary>Who joins has to <see cref="Leave"/>.</summary>
    /// <param name="isFirst">He asks.</param>
    /// <returns>False when the question has been given up: no answer will come.</returns>
    public bool TryJoin(out bool isFirst)
    {
        lock (_gate)
        {
            isFirst = !_hasBegun && !_isAbandoned;
            if (_isAbandoned)
            {
                return false;
            }

            _hasBegun = true;
            _waiting++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_waiting > 0 || Task.IsCompleted)
            {
                return;
            }

            _isAbandoned = true;
        }

        // Outside of the lock: it runs whatever waits for it.
        _givenUp.Cancel();
    }

    /// <param name="expires">A timestamp of the clock.</param>
    public void Answered(DnsAnswer answer, long expires)
    {
        Volatile.Write(ref _expires, expires);
        _answer.SetResult(answer);
    }
}
