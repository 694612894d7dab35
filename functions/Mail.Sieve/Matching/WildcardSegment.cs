namespace Mail.Sieve.Matching;

/// <summary>What stands between two <c>*</c> of a <c>:matches</c> key: literal elements and single wildcards, of a fixed length.</summary>
/// <typeparam name="T">A UTF-16 unit, or an octet or code point as <see cref="int"/>.</typeparam>
internal sealed class WildcardSegment<T>
    where T : struct, IEquatable<T>
{
    private readonly T[] _elements;
    private readonly bool[] _isAny;
    private readonly Range _literal;

    /// <param name="elements">The folded elements; what stands under a wildcard is not looked at.</param>
    /// <param name="isAny">As long as <paramref name="elements"/>: where a <c>?</c> is.</param>
    public WildcardSegment(T[] elements, bool[] isAny)
    {
        _elements = elements;
        _isAny = isAny;
        Wildcards = [.. isAny.Index().Where(element => element.Item).Select(element => element.Index)];
        _literal = FirstLiteral(isAny);
    }

    public int Length => _elements.Length;

    /// <summary>Where each <c>?</c> of the segment stands in it.</summary>
    public int[] Wildcards { get; }

    /// <param name="position">So that the whole segment has room.</param>
    public bool MatchesAt(ReadOnlySpan<T> text, int position)
    {
        var part = text.Slice(position, _elements.Length);
        if (Wildcards.Length == 0)
        {
            return part.SequenceEqual(_elements);
        }

        for (var i = 0; i < part.Length; i++)
        {
            if (!_isAny[i] && !part[i].Equals(_elements[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>The first place at or after <paramref name="from"/> where the segment matches, or -1.</returns>
    /// <param name="work">Grows by the elements compared; the search gives up with -1 when it passes <paramref name="limit"/>.</param>
    public int Find(ReadOnlySpan<T> text, int from, ref long work, long limit)
    {
        var (offset, length) = _literal.GetOffsetAndLength(_elements.Length);
        while (from + _elements.Length <= text.Length && work <= limit)
        {
            var found = LiteralSearch.IndexOf(text[(from + offset)..], _elements.AsSpan(offset, length));
            if (found < 0 || from + found + _elements.Length > text.Length)
            {
                return -1;
            }

            from += found;
            work += found + _elements.Length;
            if (MatchesAt(text, from))
            {
                return from;
            }

            from++;
        }

        return -1;
    }

    private static Range FirstLiteral(bool[] isAny)
    {
        var start = Array.IndexOf(isAny, false);
        if (start < 0)
        {
            return 0..0;
        }

        var end = Array.IndexOf(isAny, true, start);
        return start..(end < 0 ? isAny.Length : end);
    }
}
