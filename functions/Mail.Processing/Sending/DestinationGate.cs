using System.Collections.Concurrent;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Decides whether an attempt at a next hop may begin now, so that no destination gets more at once than all instances together may make, and dead and
/// slow ones don't take the place of others. Slots are leased from the storage in blocks for a while: within a block an attempt costs no request.
/// </summary>
public sealed class DestinationGate(
    IDestinations destinations, OutboundOptions options, TimeProvider time, ILogger<DestinationGate> logger)
{
    /// <summary>How long a full destination is not asked about again, whoever wants to enter.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    /// <summary>How long a destination is taken for dead without another look. As for everything that operators change.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    /// <summary>The same, when the window has grown beyond our slots and nobody else was seen to have the rest.</summary>
    private static readonly TimeSpan AskForMore = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>Of an attempt whose destination has not been seen to take longer: between neighbours, and across an ocean without TLS.</summary>
    private const double LikelySeconds = 0.05;

    /// <summary>A backlog is looked at again at least so often: windows grow, and operators change settings.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Beyond the time of any lease of slots. What a destination is like stands in the storage.</summary>
    private static readonly TimeSpan Forget = TimeSpan.FromHours(1);

    /// <summary>Some 300 octets each.</summary>
    private const int Many = 10_000;

    private readonly ConcurrentDictionary<string, DestinationUse> _uses = new(StringComparer.Ordinal);
    private readonly Lanes _lanes = new(options);
    private readonly SlotLeases _slots = new(destinations, options, time);
    private int _forgetAt = Many;

    /// <summary>Next hops of which this process knows something.</summary>
    public int Known => _uses.Count;

    /// <summary>What is known here without asking the storage; <c>null</c> when it is not known to be dead.</summary>
    public Admission.Dead? KnownDead(string nextHop)
    {
        if (!_uses.TryGetValue(nextHop, out var use))
        {
            return null;
        }

        lock (use)
        {
            return DeadAt(use, time.GetUtcNow());
        }
    }

    /// <summary>Waits a moment for a slot that is likely to become free: to put the pointer back costs two requests and a second.</summary>
    /// <param name="max">Attempts at once over all instances.</param>
    /// <exception cref="StorageUnavailableException">Nothing has been entered.</exception>
    public async ValueTask<Admission> EnterAsync(string nextHop, int max, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + options.Patience;
        var use = UseOf(nextHop);
        while (true)
        {
            if (await AskAsync(use, max, cancellationToken) is { } admission)
            {
                return admission;
            }

            if (!await WaitForSlotAsync(use, until, cancellationToken))
            {
                return PutBack(use);
            }
        }
    }

    /// <summary>Renews the slots of an attempt that takes long, when it is time.</summary>
    /// <exception cref="StorageUnavailableException">They stay ours for what is left of their time.</exception>
    public async ValueTask KeepAsync(DestinationUse use, CancellationToken cancellationToken)
    {
        await use.Refreshing.WaitAsync(cancellationToken);
        try
        {
            await _slots.RenewAsync(use, cancellationToken);
        }
        finally
        {
            use.Refreshing.Release();
        }
    }

    /// <summary>The attempt is over.</summary>
    /// <param name="reached">Whether the destination was there; <c>null</c> when the attempt was not made.</param>
    /// <param name="reason">Why it was not reached, in words.</param>
    /// <exception cref="StorageUnavailableException">That it is dead is known to this process only.</exception>
    public async ValueTask LeaveAsync(DestinationUse use, bool? reached, TimeSpan took, string reason, SiteSettings settings, CancellationToken cancellationToken)
    {
        bool died;
        lock (use)
        {
            _lanes.Leave(use);
            use.Leave();
            died = reached is { } known && Count(use, known, took) && Die(use, reason, settings);
            use.Wake(died ? use.Waiters.Count : use.FreeSlotsAt(time.GetUtcNow()));
        }

        if (died)
        {
            DestinationLog.Dead(logger, use.NextHop, use.DeadUntil!.Value, reason);
            await _slots.WriteDeathAsync(use, cancellationToken);
        }
    }

    private static bool Count(DestinationUse use, bool reached, TimeSpan took)
    {
        // A quarter of the new: a few attempts tell whether it has become slow.
        use.AverageSeconds = use.AverageSeconds == 0 ? took.TotalSeconds : (0.75 * use.AverageSeconds) + (0.25 * took.TotalSeconds);
        var wasProven = use.IsProven;
        use.Count(reached);
        return !reached && DestinationWindow.IsDead(wasProven, use.FailedCohorts);
    }

    private bool Die(DestinationUse use, string reason, SiteSettings settings)
    {
        var now = time.GetUtcNow();
        if (use.DeadUntil > now)
        {
            return false;
        }

        (use.DeadTimes, use.IsProven, use.HasAnswered, use.FailedCohorts, use.Reason) = (use.DeadTimes + 1, false, false, 0, reason);
        use.DeadUntil = now + settings.RetryDelay(use.DeadTimes);
        use.DeadSeenAt = now;
        return true;
    }

    /// <summary>Forgets those that have not been used for a while, now and then: a site that writes to everybody meets millions of them.</summary>
    private DestinationUse UseOf(string nextHop)
    {
        if (_uses.Count >= _forgetAt)
        {
            var longAgo = time.GetUtcNow() - Forget;
            foreach (var (name, old) in _uses)
            {
                lock (old)
                {
                    if (old.IsIdleSince(longAgo))
                    {
                        _uses.TryRemove(name, out _);
                    }
                }
            }

            _forgetAt = Math.Max(Many, 2 * _uses.Count);
        }

        return _uses.GetOrAdd(nextHop, name => new DestinationUse(name, time.GetUtcNow()));
    }

    /// <returns><c>null</c> when all slots are taken.</returns>
    private async ValueTask<Admission?> AskAsync(DestinationUse use, int max, CancellationToken cancellationToken)
    {
        var admission = Try(use, max, out var mustAsk);
        if (!mustAsk)
        {
            return admission;
        }

        await use.Refreshing.WaitAsync(cancellationToken);
        try
        {
            admission = Try(use, max, out mustAsk);
            if (!mustAsk)
            {
                return admission;
            }

            await _slots.LeaseMoreAsync(use, cancellationToken);
            return Try(use, max, out _);
        }
        finally
        {
            use.Refreshing.Release();
        }
    }

    /// <summary>What can be said without the storage.</summary>
    /// <param name="mustAsk">Whether it could tell of more.</param>
    /// <returns><c>null</c> when no slot is known to be free.</returns>
    private Admission? Try(DestinationUse use, int max, out bool mustAsk)
    {
        mustAsk = false;
        var now = time.GetUtcNow();
        lock (use)
        {
            use.Max = max;
            if (DeadAt(use, now) is { } dead)
            {
                return dead;
            }

            if (use.DeadUntil > now || !use.HasFreeSlotAt(now))
            {
                mustAsk = use.DeadUntil > now || now - use.FullSince >= (use.MayHaveMore ? AskForMore : AskAgain);
                return null;
            }

            if (!_lanes.TryEnter(use, now))
            {
                return new Admission.Busy(_lanes.TurnAfter(now));
            }

            use.Enter(now);
            return new Admission.Entered(use);
        }
    }

    /// <returns>False when it is not worth waiting, or was not.</returns>
    private async ValueTask<bool> WaitForSlotAsync(DestinationUse use, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!MayWait(use, until, now, out var turn))
        {
            return false;
        }

        try
        {
            await turn.WaitAsync(until - now, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return turn.IsCalled;
        }
        finally
        {
            lock (use)
            {
                use.Waiters.Remove(turn);
            }
        }
    }

    /// <summary>
    /// As many wait as are likely to get a slot within half their patience, so that for a quick destination nothing is put back, however much there is for
    /// it; and none for one that is slow, or may be dead.
    /// </summary>
    private bool MayWait(DestinationUse use, DateTimeOffset until, DateTimeOffset now, out SlotTurn turn)
    {
        turn = new SlotTurn();
        lock (use)
        {
            var mayBeDead = !use.IsProven && (use.InUse == 0 || now - use.LastEntry > options.Patience);
            if (now >= until || mayBeDead || _lanes.IsSlow(use) || PaceOf(use) * (use.Waiters.Count + 1) > options.Patience / 2)
            {
                return false;
            }

            use.Waiters.AddLast(turn);
            use.Wake(use.FreeSlotsAt(now));
            return true;
        }
    }

    /// <summary>As it was seen in the last seconds; then the storage has to be asked, for an operator may have said that it is there again.</summary>
    private static Admission.Dead? DeadAt(DestinationUse use, DateTimeOffset now) =>
        use.DeadUntil is { } until && until > now && now - use.DeadSeenAt < LookAgain ? new Admission.Dead(until, use.Reason) : null;

    /// <summary>
    /// Each that is put back gets a turn of its own, so that a backlog comes back at the pace at which it can be sent. As long as nobody knows whether the
    /// destination is there, it comes back after twice the time that the first attempt has taken so far.
    /// </summary>
    private Admission.Busy PutBack(DestinationUse use)
    {
        var now = time.GetUtcNow();
        lock (use)
        {
            var tried = use.IsProven || use.InUse == 0 ? TimeSpan.Zero : now - use.LastEntry;
            var soonest = now + (tried > ShortestWait ? tried : ShortestWait);
            use.NextTurn = (use.NextTurn > soonest ? use.NextTurn : soonest) + PaceOf(use);
            var wait = use.NextTurn - now;
            return new Admission.Busy(wait < LongestWait ? wait : LongestWait);
        }
    }

    private static TimeSpan PaceOf(DestinationUse use) => TimeSpan.FromSeconds(
        (use.AverageSeconds > 0 ? use.AverageSeconds : LikelySeconds) / DestinationWindow.Limit(use.IsProven, use.Window, use.Max));
}
