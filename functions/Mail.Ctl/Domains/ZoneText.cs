namespace Mail.Ctl;

/// <summary>The text of TXT records in zone files.</summary>
internal static class ZoneText
{
    // RFC 1035 §3.3: a character-string has at most 255 octets; the text of a longer record is several.
    private const int MaxString = 255;

    public static string Quote(string text) => string.Join(' ', text.Chunk(MaxString).Select(part => $"\"{new string(part)}\""));
}
