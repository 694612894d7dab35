namespace Mail.Core;

/// <summary>Which snapshot is an owner's model now, and what is in it.</summary>
public sealed record ModelPointer
{
    /// <summary>Counts up with every change.</summary>
    public long Generation { get; init; }

    /// <summary>The snapshot's name.</summary>
    public string Snapshot { get; init; } = "";

    /// <summary>The journal's steps up to this one are in the snapshot, each once; no later one is.</summary>
    public long Through { get; init; }

    /// <summary>What was imported and is in the snapshot beside what the ledger tells: the name of a snapshot; <c>null</c> when nothing was.</summary>
    public string? Base { get; init; }

    public int HamMessages { get; init; }

    public int SpamMessages { get; init; }

    public int Features { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The storage's word for this state.</summary>
    public string Version { get; init; } = "";

    /// <summary>There is something that is no pointer. A good one can be put in its place.</summary>
    public bool IsBroken => Snapshot.Length == 0;

    /// <param name="version">As in <see cref="Version"/>.</param>
    public static ModelPointer Broken(string version) => new() { Version = version };
}
