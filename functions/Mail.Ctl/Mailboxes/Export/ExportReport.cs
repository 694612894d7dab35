namespace Mail.Ctl;

/// <summary>What an export did.</summary>
/// <param name="AlreadyThere">Messages that an earlier export had left in the same place.</param>
/// <param name="Skipped">Messages of the index whose blob is missing or whose id is none.</param>
internal sealed record ExportReport(int Exported, int AlreadyThere, IReadOnlyList<SkippedMessage> Skipped);
