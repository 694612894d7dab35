namespace Mail.Fuzz;

/// <summary>The memory of the process over a run, looked at about once a second.</summary>
internal sealed class WorkingSet(TimeSpan run)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private TimeSpan _next = Interval;

    /// <summary>Octets, at most.</summary>
    public long Peak { get; private set; } = Environment.WorkingSet;

    /// <summary>Octets, at most, within the first quarter of the run.</summary>
    public long EarlyPeak { get; private set; } = Environment.WorkingSet;

    public void Look(TimeSpan now)
    {
        if (now < _next)
        {
            return;
        }

        _next = now + Interval;
        var size = Environment.WorkingSet;
        Peak = Math.Max(Peak, size);
        EarlyPeak = now < run / 4 ? Math.Max(EarlyPeak, size) : EarlyPeak;
    }
}
