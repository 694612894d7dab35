namespace Mail.Core;

/// <summary>An entry of the ledger without what was counted: cheap to list.</summary>
public sealed record LedgerLabel(MessageKey Key, TrainedAs As, string By, string Source, DateTimeOffset TrainedAt);
