using Mail.Core;

namespace Mail.Processing;

/// <summary>The part of this process in what all instances together may have at a destination.</summary>
/// <remarks>Whoever leases holds <see cref="DestinationUse.Refreshing"/>.</remarks>
internal sealed class SlotLeases(IDestinations destinations, OutboundOptions options, TimeProvider time)
{
    /// <summary>Of a conditional write, when other instances write as well.</summary>
    private const int Tries = 5;

    /// <summary>How long a block of slots is ours, and as long nobody else's after our death; renewed when half of it is over. Two leases of a job: mostly 60 s.</summary>
    private readonly TimeSpan _slotTime = options.Lease * 2;

    public Task LeaseMoreAsync(DestinationUse use, CancellationToken cancellationToken) => LeaseAsync(use, more: true, cancellationToken);

    /// <summary>When it is time.</summary>
    public async Task RenewAsync(DestinationUse use, CancellationToken cancellationToken)
    {
        if (use.SlotsUntil - time.GetUtcNow() < _slotTime / 2)
        {
            await LeaseAsync(use, more: false, cancellationToken);
        }
    }

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
        use.Others = (state?.Holders ?? []).Where(holder => holder.Instance != options.Instance && holder.Until > now).Sum(holder => holder.Slots);
        var block = Math.Max(1, (limit + 1) / 2);
        // What is in use is held even above a window that has shrunk meanwhile: it cannot be taken back.
        return Math.Max(use.InUse, Math.Min(limit - use.Others, use.InUse + (more ? block : 0)));
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

    /// <summary>Tells everybody.</summary>
    public async Task WriteDeathAsync(DestinationUse use, CancellationToken cancellationToken)
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
