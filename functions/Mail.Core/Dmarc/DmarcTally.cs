namespace Mail.Core;

/// <summary>Messages with the same finding: a row of a report.</summary>
public sealed record DmarcTally(DmarcFinding Finding, long Count);
