namespace Mail.Azure;

/// <summary>What the metadata of a spool blob says: its envelope, or that the envelope is in a blob of its own, and its marks.</summary>
internal static class SpoolMetadata
{
    public const string Envelope = "envelope";
    public const string Hold = "hold";
    public const string Withdrawn = "withdrawn";

    /// <summary>In the place of the envelope when that is in <c>&lt;queueId&gt;.envelope.json</c>.</summary>
    public const string Elsewhere = "blob";

    // All metadata of a blob, names and values, has 8 KiB (Set Blob Metadata). The rest is for the hold mark and an operator's own notes.
    private const int MaxLength = 7 * 1024;

    /// <summary>
    /// The envelope in a form that a header can carry, or <c>null</c> when it is too long for that. The JSON is ASCII already, as its writer
    /// escapes everything else; runs of spaces are escaped as well, because they do not survive the signing of headers.
    /// </summary>
    public static string? ToHeader(string envelopeJson)
    {
        var header = envelopeJson.Replace("  ", " \\u0020", StringComparison.Ordinal);
        return header.Length <= MaxLength ? header : null;
    }

    public static bool IsMarked(IDictionary<string, string> metadata, string mark) => Lookup(metadata, mark) is { } value && value != "false";

    public static string? Lookup(IDictionary<string, string> metadata, string name) =>
        // Names are case-insensitive; the storage may give them back in another case.
        metadata.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
