namespace Mail.Core;

/// <summary>Which snapshot is an owner's model now, and what is in it.</summary>
public sealed record ModelPointer
{
    /// <summary>Counts up with every change.</summary>
    public required long Generation { get; init; }

    /// <summary>The snapshot's name, which follows from its content.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The journal's steps up to this one are in the snapshot, each once; no later one is.</summary>
    public required long Through { get; init; }

    /// <summary>What was imported and is in the snapshot beside what the ledger tells: the name of a snapshot; <c>null</c> when nothing was.</summary>
    public string? Base { get; init; }

    public required int HamMessages { get; init; }

    public required int SpamMessages { get; init; }

    public required int Features { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The storage's word for this state; not part of what is written.</summary>
    public string Version { get; init; } = "";
}
