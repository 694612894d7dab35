namespace Mail.Transport;

/// <summary>Connections of this process that wait for the next message to the same server.</summary>
internal sealed class SessionCache(SenderOptions options, TimeProvider time) : IAsyncDisposable
{
    // Open files are finite; whoever comes when it is full is closed instead of kept.
    private const int Capacity = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, Stack<Idle>> _idle = [];
    private int _count;
    private bool _isDisposed;

    /// <summary>The one that was used last; <c>null</c> when there is none. Whether it is still alive has to be asked.</summary>
    public SmtpSession? TryTake(SessionKey key)
    {
        lock (_gate)
        {
            if (!_idle.TryGetValue(key, out var waiting))
            {
                return null;
            }

            var idle = waiting.Pop();
            Forget(key, waiting);
            idle.Timer?.Dispose();
            return idle.Session;
        }
    }

    /// <summary>Keeps a session for a while, or says goodbye to it when it has had its day.</summary>
    public async ValueTask PutAsync(SessionKey key, SmtpSession session)
    {
        var isWorn = !session.IsUsable || session.Transactions >= options.MessagesPerConnection || time.GetElapsedTime(session.OpenedAt) >= options.ConnectionLifetime;
        if (isWorn || !TryKeep(key, session))
        {
            await session.QuitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Idle> all;
        lock (_gate)
        {
            _isDisposed = true;
            all = [.. _idle.Values.SelectMany(waiting => waiting)];
            _idle.Clear();
            _count = 0;
        }

        foreach (var idle in all)
        {
            idle.Timer?.Dispose();
            await idle.Session.QuitAsync();
        }
    }

    private bool TryKeep(SessionKey key, SmtpSession session)
    {
        lock (_gate)
        {
            if (_isDisposed || _count >= Capacity)
            {
                return false;
            }

            var idle = new Idle(session);
            idle.Timer = time.CreateTimer(_ => _ = ExpireAsync(key, idle), null, options.IdleTimeout, Timeout.InfiniteTimeSpan);
            if (!_idle.TryGetValue(key, out var waiting))
            {
                _idle[key] = waiting = new Stack<Idle>();
            }

            waiting.Push(idle);
            _count++;
            return true;
        }
    }

    private async Task ExpireAsync(SessionKey key, Idle idle)
    {
        lock (_gate)
        {
            if (!_idle.TryGetValue(key, out var waiting) || !waiting.Contains(idle))
            {
                return;
            }

            var others = waiting.Where(other => other != idle).Reverse().ToList();
            waiting.Clear();
            others.ForEach(waiting.Push);
            Forget(key, waiting);
        }

        idle.Timer?.Dispose();
        await idle.Session.QuitAsync();
    }

    private void Forget(SessionKey key, Stack<Idle> waiting)
    {
        _count--;
        if (waiting.Count == 0)
        {
            _idle.Remove(key);
        }
    }

    private sealed class Idle(SmtpSession session)
    {
        public SmtpSession Session => session;

        public ITimer? Timer { get; set; }
    }
}
