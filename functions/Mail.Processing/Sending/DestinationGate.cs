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

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>A backlog is looked at again at least so often: windows grow, and operators change settings.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Of a conditional write, when other instances write as well.</summary>
    private const int Tries = 5;

    /// <summary>How long a block of slots is ours, and as long nobody else's after our death; renewed when half of it is over. Two leases of a job: mostly 60 s.</summary>
    private readonly TimeSpan _slotTime = options.Lease * 2;

    private readonly ConcurrentDictionary<string, DestinationUse> _uses = new(StringComparer.Ordinal);
    private readonly Lock _lanes = new();
    private int _unproven;
    private int _slow;

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

    /// <param name="max">Attempts at once over all instances.</param>
    /// <exception cref="StorageUnavailableException">Nothing has been entered.</exception>
    public async ValueTask<Admission> EnterAsync(string nextHop, int max, CancellationToken cancellationToken)
    {
        var use = _uses.GetOrAdd(nextHop, name => new DestinationUse(name));
        if (Try(use, max) is { } admission)
        {
            return admission;
        }

        await use.Refreshing.WaitAsync(cancellationToken);
        try
        {
            if (Try(use, max) is { } meanwhile)
            {
                return meanwhile;
            }

            await LeaseAsync(use, more: true, cancellationToken);
            return Try(use, max) ?? WaitFor(use);
        }
        finally
        {
            use.Refreshing.Release();
        }
    }

    /// <summary>Renews the slots of an attempt that takes long, when it is time.</summary>
    /// <exception cref="StorageUnavailableException">They stay ours for what is left of their time.</exception>
    public async ValueTask KeepAsync(DestinationUse use, CancellationToken cancellationToken)
    {
        await use.Refreshing.WaitAsync(cancellationToken);
        try
        {
            if (use.SlotsUntil - time.GetUtcNow() < _slotTime / 2)
            {
                await LeaseAsync(use, more: false, cancellationToken);
            }
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
            LeaveLane(use);
            use.InUse--;
            died = reached is { } known && Count(use, known, took) && Die(use, reason, settings);
        }

        if (died)
        {
            DestinationLog.Dead(logger, use.NextHop, use.DeadUntil!.Value, reason);
            await WriteDeathAsync(use, cancellationToken);
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

    /// <summary>What can be said without the storage; <c>null</c> when it has to be asked.</summary>
    private Admission? Try(DestinationUse use, int max)
    {
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
                return use.DeadUntil > now ? null : now - use.FullSince < AskAgain ? WaitFor(use) : null;
            }

            if (!TryEnterLane(use))
            {
                return new Admission.Busy(AskAgain);
            }

            use.InUse++;
            return new Admission.Entered(use);
        }
    }

    /// <summary>As it was seen in the last seconds; then the storage has to be asked, for an operator may have said that it is there again.</summary>
    private static Admission.Dead? DeadAt(DestinationUse use, DateTimeOffset now) =>
        use.DeadUntil is { } until && until > now && now - use.DeadSeenAt < LookAgain ? new Admission.Dead(until, use.Reason) : null;

    /// <summary>Each that is put back gets a turn of its own, so that a backlog comes back at the pace at which it can be sent.</summary>
    private Admission.Busy WaitFor(DestinationUse use)
    {
        var now = time.GetUtcNow();
        lock (use)
        {
            var pace = TimeSpan.FromSeconds(Math.Max(0.05, use.AverageSeconds) / DestinationWindow.Limit(use.IsProven, use.Window, use.Max));
            use.NextTurn = (use.NextTurn > now ? use.NextTurn : now) + pace;
            var wait = use.NextTurn - now;
            return new Admission.Busy(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait);
        }
    }

    private bool TryEnterLane(DestinationUse use)
    {
        var limit = Math.Max(1, options.AttemptsAtOnce / 3);
        lock (_lanes)
        {
            if ((!use.IsProven && _unproven >= limit) || (IsSlow(use) && _slow >= limit))
            {
                return false;
            }

            use.Lanes.Enqueue((!use.IsProven, IsSlow(use)));
            _unproven += use.IsProven ? 0 : 1;
            _slow += IsSlow(use) ? 1 : 0;
            return true;
        }
    }

    private void LeaveLane(DestinationUse use)
    {
        lock (_lanes)
        {
            var (unproven, slow) = use.Lanes.Dequeue();
            _unproven -= unproven ? 1 : 0;
            _slow -= slow ? 1 : 0;
        }
    }

    private bool IsSlow(DestinationUse use) => use.AverageSeconds > options.SlowAfter.TotalSeconds;

    /// <summary>Leases slots: those in use, and when <paramref name="more"/> are wanted a block of half a window beyond, as far as others leave any.</summary>
    private async Task LeaseAsync(DestinationUse use, bool more, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var state = await destinations.FindAsync(use.NextHop, cancellationToken);
            var now = time.GetUtcNow();
            DestinationState wanted;
            int slots;
            double moved;
            lock (use)
            {
                use.Read(state, now);
                if (use.DeadUntil > now)
                {
                    return;
                }

                slots = SlotsFor(use, state, now, more);
                moved = use.WindowMoved;
                wanted = Merge(use, state, slots, now);
            }

            if (await destinations.TryWriteAsync(wanted, cancellationToken) is not null)
            {
                Take(use, slots, moved, now);
                return;
            }
        }

        // Many write at once: then it is busy in any case.
        lock (use)
        {
            use.FullSince = time.GetUtcNow();
        }
    }

    private void Take(DestinationUse use, int slots, double moved, DateTimeOffset now)
    {
        lock (use)
        {
            use.WindowMoved -= moved;
            use.HasAnswered = false;
            use.Slots = slots;
            use.SlotsUntil = now + _slotTime;
            use.FullSince = use.HasFreeSlotAt(now) ? DateTimeOffset.MinValue : now;
        }
    }

    private int SlotsFor(DestinationUse use, DestinationState? state, DateTimeOffset now, bool more)
    {
        var limit = DestinationWindow.Limit(use.IsProven, use.Window, use.Max);
        var others = (state?.Holders ?? []).Where(holder => holder.Instance != options.Instance && holder.Until > now).Sum(holder => holder.Slots);
        var block = Math.Max(1, (limit + 1) / 2);
        // What is in use is held even above a window that has shrunk meanwhile: it cannot be taken back.
        return Math.Max(use.InUse, Math.Min(limit - others, use.InUse + (more ? block : 0)));
    }

    private DestinationState Merge(DestinationUse use, DestinationState? state, int slots, DateTimeOffset now)
    {
        IEnumerable<DestinationHolder> holders = (state?.Holders ?? []).Where(holder => holder.Instance != options.Instance && holder.Until > now);
        return new DestinationState
        {
            Destination = use.NextHop,
            Window = use.Window,
            IsProven = use.IsProven,
            DeadUntil = use.DeadUntil,
            DeadTimes = use.DeadTimes,
            Reason = use.Reason,
            Holders = [.. slots > 0 ? holders.Append(new DestinationHolder(options.Instance, slots, now + _slotTime)) : holders],
            UpdatedAt = now,
            Version = state?.Version ?? "",
        };
    }

    private async Task WriteDeathAsync(DestinationUse use, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var state = await destinations.FindAsync(use.NextHop, cancellationToken);
            DestinationState dead;
            lock (use)
            {
                dead = Merge(use, state, use.InUse, time.GetUtcNow());
            }

            if (await destinations.TryWriteAsync(dead, cancellationToken) is not null)
            {
                return;
            }
        }
    }
}
