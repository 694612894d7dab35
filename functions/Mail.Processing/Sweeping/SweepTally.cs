using Mail.Core;

namespace Mail.Processing;

/// <summary>The counts of one run, and the accounts whose messages it removed from the spool.</summary>
internal sealed class SweepTally
{
    public int Orphans { get; set; }

    public int Overdue { get; set; }

    public int Adopted { get; set; }

    public int Expired { get; set; }

    public int Deferred { get; set; }

    public HashSet<string> Emptied { get; } = [];

    /// <summary>The oldest message that stays in the spool, and may be delivered again.</summary>
    public QueueId? OldestKept { get; set; }
}
