namespace Mail.Core;

/// <summary>One step of one message: trained, trained as the other class, or untrained.</summary>
public sealed record TrainingChange
{
    public required MessageKey Key { get; init; }

    /// <summary>The ledger's entry from which it starts; <c>null</c> when the message is not trained.</summary>
    public LedgerEntry? From { get; init; }

    /// <summary><c>null</c>: it is taken out.</summary>
    public CountedMessage? To { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>As in <see cref="LedgerEntry.By"/>.</summary>
    public string By { get; init; } = "";

    /// <summary>As in <see cref="LedgerEntry.Source"/>.</summary>
    public string Source { get; init; } = "";

    /// <summary>It was trained together with all others that have this mark: what it added to weights depends on them.</summary>
    public bool IsBatch { get; init; }

    /// <summary>Rare features of it have been forgotten already.</summary>
    public bool IsAged { get; init; }
}
