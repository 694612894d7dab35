using System.Buffers;
using System.Text;

namespace Mail.Sieve.Matching;

/// <summary>The match type <c>:contains</c> (RFC 5228 §2.7.1).</summary>
internal static class Substring
{
    /// <param name="comparator">One that supports substrings.</param>
    public static bool Contains(string value, string key, Comparator comparator)
    {
        // Nearly all values and keys: both ASCII, where ignoring the case is what i;ascii-casemap does.
        if (comparator is AsciiCasemapComparator && key.Length <= LiteralSearch.ShortKey && Ascii.IsValid(key) && Ascii.IsValid(value))
        {
            return value.Contains(key, StringComparison.OrdinalIgnoreCase);
        }

        return ContainsFolded(comparator.Normalize(value), comparator.Normalize(key), comparator);
    }

    private static bool ContainsFolded(string value, string key, Comparator comparator)
    {
        var buffer = ArrayPool<char>.Shared.Rent(value.Length + key.Length);
        try
        {
            var text = buffer.AsSpan(0, value.Length);
            var sought = buffer.AsSpan(value.Length, key.Length);
            comparator.Fold(value, text);
            comparator.Fold(key, sought);
            return LiteralSearch.IndexOf<char>(text, sought) >= 0;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
