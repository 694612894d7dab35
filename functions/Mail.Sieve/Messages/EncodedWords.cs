namespace Mail.Sieve;

/// <summary>Writes text as encoded words (RFC 2047 §2).</summary>
internal static class EncodedWords
{
    /// <summary>Octets of one word. RFC 2047 §2 allows a word 75 characters; with 52 the first one has room behind most field names.</summary>
    private const int MaxOctets = 30;

    /// <returns>Words with a space between them, which a reader drops (RFC 2047 §6.2).</returns>
    public static string Encode(string text)
    {
        var words = new List<string>();
        var octets = new List<byte>();
        Span<byte> character = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            // RFC 2047 §5: a character stands in one word as a whole.
            var length = rune.EncodeToUtf8(character);
            if (octets.Count + length > MaxOctets)
            {
                words.Add(Word(octets));
                octets.Clear();
            }

            octets.AddRange(character[..length]);
        }

        words.Add(Word(octets));
        return string.Join(' ', words);
    }

    private static string Word(List<byte> octets) => $"=?utf-8?b?{Convert.ToBase64String([.. octets])}?=";
}
