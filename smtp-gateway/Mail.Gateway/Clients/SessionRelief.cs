using System.Collections.Concurrent;

namespace Mail.Gateway;

/// <summary>
/// Makes room when sessions run short. From three quarters of them on, newcomers let those strangers go who keep us waiting longest: the
/// time they are given shrinks from 10 s to 2 s as the rest fills up. So slow clients, from however many networks, cannot keep others out.
/// </summary>
/// <remarks>
/// Postfix in stress mode lowers <c>smtpd_timeout</c> from 300 s to 10 s for everybody. Here nobody is hurried before somebody else needs the room,
/// and a message that comes at more than 4 KiB in that time is left in peace.
/// </remarks>
internal sealed class SessionRelief(SessionLimiter limiter, TimeProvider time, ILogger<SessionRelief> logger)
{
    // For newcomers within a tenth of a second: enough to get out of stress, few enough that an eviction is noticed before the next.
    private const int AtOnce = 8;

    // Looking through all sessions and sorting them takes a good deal more than refusing a connection, which is what a flood consists of.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Postfix's smtpd_timeout under stress.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(10);

    // Some round trips of a bad line.
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<OpenSession, bool> _sessions = new();
    private readonly Lock _gate = new();
    private long? _lookedAt;

    public void Add(OpenSession session) => _sessions[session] = true;

    public void Remove(OpenSession session) => _sessions.TryRemove(session, out _);

    /// <summary>Somebody has come.</summary>
    public void Relieve()
    {
        if (!limiter.IsUnderStress || !IsTime())
        {
            return;
        }

        var patience = LongestPatience - ((LongestPatience - ShortestPatience) * limiter.Stress);
        var stalled = _sessions.Keys
            .Where(session => session.IsStranger)
            .Select(session => (Session: session, session.StalledFor))
            .Where(pair => pair.StalledFor > patience)
            .OrderByDescending(pair => pair.StalledFor)
            .Take(AtOnce)
            .ToList();
        if (stalled.Count > 0)
        {
            ClientsLog.Relieved(logger, limiter.Sessions, stalled.Count, patience.TotalSeconds);
            GatewayMetrics.SessionsEvicted.Add(stalled.Count);
            stalled.ForEach(pair => pair.Session.Evict());
        }
    }

    private bool IsTime()
    {
        lock (_gate)
        {
            if (_lookedAt is { } before && time.GetElapsedTime(before) < Pause)
            {
                return false;
            }

            _lookedAt = time.GetTimestamp();
            return true;
        }
    }
}
