namespace Mail.Sieve.Matching;

/// <summary>Finds one run of elements in another, in time linear to both however they are made up.</summary>
internal static class LiteralSearch
{
    /// <summary>
    /// Up to this length the vectorized search of the run-time is used: its worst case is text × key, divided by the width of a vector (16 or
    /// more characters), so that such a key costs at most four times a scan.
    /// </summary>
    public const int ShortKey = 64;

    /// <returns>Where <paramref name="key"/> first begins in <paramref name="text"/>, or -1.</returns>
    public static int IndexOf<T>(ReadOnlySpan<T> text, ReadOnlySpan<T> key)
        where T : struct, IEquatable<T> =>
        key.Length <= ShortKey ? text.IndexOf(key) : key.Length > text.Length ? -1 : IndexOfLong(text, key);

    /// <summary>Knuth, Morris and Pratt's search.</summary>
    private static int IndexOfLong<T>(ReadOnlySpan<T> text, ReadOnlySpan<T> key)
        where T : struct, IEquatable<T>
    {
        var borders = Borders(key);
        var matched = 0;
        for (var i = 0; i < text.Length; i++)
        {
            while (matched > 0 && !text[i].Equals(key[matched]))
            {
                matched = borders[matched - 1];
            }

            if (text[i].Equals(key[matched]) && ++matched == key.Length)
            {
                return i + 1 - key.Length;
            }
        }

        return -1;
    }

    /// <summary>For each prefix of the key: the length of its longest proper prefix that is also its suffix.</summary>
    private static int[] Borders<T>(ReadOnlySpan<T> key)
        where T : struct, IEquatable<T>
    {
        var borders = new int[key.Length];
        var border = 0;
        for (var i = 1; i < key.Length; i++)
        {
            while (border > 0 && !key[i].Equals(key[border]))
            {
                border = borders[border - 1];
            }

            if (key[i].Equals(key[border]))
            {
                border++;
            }

            borders[i] = border;
        }

        return borders;
    }
}
