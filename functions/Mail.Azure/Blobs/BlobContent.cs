namespace Mail.Azure;

/// <summary>A blob that has been read.</summary>
/// <param name="Content">Whole, seekable, at its start.</param>
internal sealed record BlobContent(Stream Content, IDictionary<string, string> Metadata);
