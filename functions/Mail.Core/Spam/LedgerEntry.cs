namespace Mail.Core;

/// <summary>What a message is trained as now.</summary>
public sealed record LedgerEntry
{
    public required MessageKey Key { get; init; }

    public required CountedMessage Counted { get; init; }

    /// <summary>Of the journal's entry that made it so.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>How it was trained, in words: <c>moved</c>, <c>mailctl</c>. Empty when unknown.</summary>
    public string By { get; init; } = "";

    /// <summary>For people: the delivery id, or the name of the file; at most 200 characters.</summary>
    public string Source { get; init; } = "";

    /// <inheritdoc cref="TrainingChange.IsBatch"/>
    public bool IsBatch { get; init; }

    /// <inheritdoc cref="TrainingChange.IsAged"/>
    public bool IsAged { get; init; }

    /// <summary>The storage's word for this state of the entry: a change of it says from which state it starts.</summary>
    public required string Version { get; init; }
}
