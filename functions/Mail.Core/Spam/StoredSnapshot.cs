namespace Mail.Core;

/// <summary>A snapshot as its listing shows it.</summary>
public sealed record StoredSnapshot(string Name, long Size, DateTimeOffset CreatedAt);
