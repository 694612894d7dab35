namespace Mail.Core;

/// <summary>An entry of the ledger without what was counted: cheap to list.</summary>
/// <param name="IsAged">As in <see cref="TrainingChange.IsAged"/>.</param>
public sealed record LedgerLabel(MessageKey Key, TrainedAs As, string By, string Source, DateTimeOffset TrainedAt, bool IsAged = false);
