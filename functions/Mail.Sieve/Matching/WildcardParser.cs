namespace Mail.Sieve.Matching;

/// <summary>Splits a <c>:matches</c> key at its <c>*</c>.</summary>
internal static class WildcardParser
{
    /// <returns>At least one segment; between two of them stands a <c>*</c>.</returns>
    /// <param name="key">Units of the key; the wildcards and the backslash are ASCII in each form.</param>
    public static WildcardSegment<T>[] Parse<T>(ReadOnlySpan<T> key, Func<T, int> valueOf, Func<T, T> fold)
        where T : struct, IEquatable<T>
    {
        var segments = new List<WildcardSegment<T>>();
        var elements = new List<T>();
        var isAny = new List<bool>();
        for (var i = 0; i < key.Length; i++)
        {
            var value = valueOf(key[i]);
            if (value == '*')
            {
                segments.Add(new WildcardSegment<T>([.. elements], [.. isAny]));
                elements.Clear();
                isAny.Clear();
                continue;
            }

            // RFC 5228 §2.7.1 speaks of "\?" and "\*"; before any other character the backslash escapes as well, as Pigeonhole has it, and
            // at the end it stands for itself.
            i += value == '\\' && i + 1 < key.Length ? 1 : 0;
            elements.Add(fold(key[i]));
            isAny.Add(value == '?');
        }

        segments.Add(new WildcardSegment<T>([.. elements], [.. isAny]));
        return [.. segments];
    }
}
