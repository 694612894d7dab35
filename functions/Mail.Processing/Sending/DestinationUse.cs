using Mail.Core;

namespace Mail.Processing;

/// <summary>What this process knows of one next hop and does there. Guarded by itself as a lock; <see cref="Refreshing"/> is held over a look at the storage.</summary>
public sealed class DestinationUse(string nextHop, DateTimeOffset now)
{
    public string NextHop => nextHop;

    internal SemaphoreSlim Refreshing { get; } = new(1, 1);

    internal double Window { get; set; } = DestinationWindow.Initial;

    internal bool IsProven { get; set; }

    internal DateTimeOffset? DeadUntil { get; set; }

    /// <summary>When the storage said so last.</summary>
    internal DateTimeOffset DeadSeenAt { get; set; }

    internal int DeadTimes { get; set; }

    internal string Reason { get; set; } = "";

    /// <summary>The most that the window may grow to, as the last job's transport said.</summary>
    internal int Max { get; set; } = (int)DestinationWindow.Initial;

    /// <summary>Slots leased until <see cref="SlotsUntil"/>, of which <see cref="InUse"/> are used.</summary>
    internal int Slots { get; set; }

    internal DateTimeOffset SlotsUntil { get; set; }

    internal int InUse { get; private set; }

    /// <summary>When an attempt began last.</summary>
    internal DateTimeOffset LastEntry { get; private set; } = now;

    /// <summary>Slots that other instances held when the storage was last looked at.</summary>
    internal int Others { get; set; }

    /// <summary>Attempts that wait for a slot, the first first.</summary>
    internal LinkedList<SlotTurn> Waiters { get; } = [];

    /// <summary>The window has grown since the slots were leased, and others did not have the rest.</summary>
    internal bool MayHaveMore => DestinationWindow.Limit(IsProven, Window, Max) - Others > Slots;

    /// <summary>How each attempt under way was counted when it began.</summary>
    internal Queue<Lane> Lanes { get; } = [];

    /// <summary>What our attempts have moved the window since it was last written.</summary>
    internal double WindowMoved { get; set; }

    /// <summary>It has, since the row was last written.</summary>
    internal bool HasAnswered { get; set; }

    internal double FailedCohorts { get; set; }

    /// <summary>When the storage was last looked at in vain.</summary>
    internal DateTimeOffset FullSince { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Seconds that an attempt takes, the last ones counting most; 0 before the first.</summary>
    internal double AverageSeconds { get; set; }

    /// <summary>When the turn of those that were put back is over.</summary>
    internal DateTimeOffset NextTurn { get; set; }

    internal bool HasFreeSlotAt(DateTimeOffset now) => FreeSlotsAt(now) > 0;

    internal bool IsIdleSince(DateTimeOffset then) => InUse == 0 && Waiters.Count == 0 && LastEntry < then && !(DeadUntil > then);

    internal void Enter(DateTimeOffset now)
    {
        InUse++;
        LastEntry = now;
    }

    internal void Leave() => InUse--;

    internal int FreeSlotsAt(DateTimeOffset now) => now < SlotsUntil ? Math.Max(0, Slots - InUse) : 0;

    /// <summary>Calls the first of those who wait. Who is called asks again: a slot is not his before.</summary>
    internal void Wake(int count)
    {
        for (; count > 0 && Waiters.First is { } first; count--)
        {
            Waiters.RemoveFirst();
            first.Value.Call();
        }
    }

    /// <summary>After an attempt that reached it, or did not.</summary>
    internal void Count(bool reached)
    {
        var before = Window;
        Window = reached ? DestinationWindow.AfterSuccess(Window, Max) : DestinationWindow.AfterFailure(Window);
        WindowMoved += Window - before;
        HasAnswered = reached || HasAnswered;
        IsProven = reached || IsProven;
        FailedCohorts = reached ? 0 : FailedCohorts + (1 / before);
    }

    internal void Read(DestinationState? state, DateTimeOffset now)
    {
        DeadSeenAt = now;
        Window = Math.Clamp((state?.Window ?? DestinationWindow.Initial) + WindowMoved, 1, Max);
        IsProven = HasAnswered || state is { IsProven: true };
        DeadUntil = HasAnswered ? null : state?.DeadUntil;
        DeadTimes = HasAnswered ? 0 : state?.DeadTimes ?? 0;
        Reason = state?.Reason ?? "";
    }
}
