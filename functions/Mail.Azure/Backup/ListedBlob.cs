namespace Mail.Azure;

/// <summary>A blob as a backup lists it.</summary>
/// <param name="Size">Octets.</param>
/// <param name="Version">Its ETag: another one means that something of it changed.</param>
/// <param name="Metadata">Beside the content; the envelope of a message in the spool stands there.</param>
public sealed record ListedBlob(string Name, long Size, string Version, string? ContentType, IReadOnlyDictionary<string, string> Metadata);
