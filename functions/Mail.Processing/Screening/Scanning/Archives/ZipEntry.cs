namespace Mail.Processing;

/// <summary>What the central directory of a zip archive says of one file (APPNOTE §4.3.12).</summary>
/// <param name="Names">The name, and the one of its Unicode path field (§4.6.9) when that is another.</param>
/// <param name="Method">0 stored, 8 deflated; others are not unpacked here.</param>
/// <param name="Offset">Where its local header stands in the stream.</param>
internal sealed record ZipEntry(IReadOnlyList<string> Names, bool IsEncrypted, int Method, long Compressed, long Size, long Offset)
{
    public bool CanUnpack => !IsEncrypted && Method is 0 or 8;
}
