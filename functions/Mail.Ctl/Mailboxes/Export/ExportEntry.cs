namespace Mail.Ctl;

/// <summary>What an export needs to know of a message: little, for a mailbox may have a million.</summary>
internal readonly record struct ExportEntry(string Id, string Folder, long Size, DateTimeOffset ReceivedAt, IReadOnlyList<string> Flags);
