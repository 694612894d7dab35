namespace Mail.Ctl;

/// <summary>A blob in a backup: a line of the list of its container.</summary>
/// <param name="Size">Octets.</param>
/// <param name="Version">ETag at the time.</param>
/// <param name="File">Where its content is, below <c>content/CONTAINER</c>.</param>
/// <param name="Sha256">Of the content, in hexadecimal.</param>
internal sealed record BackupEntry(
    string Name, long Size, string Version, string? ContentType, IReadOnlyDictionary<string, string> Metadata, string File, string Sha256);
