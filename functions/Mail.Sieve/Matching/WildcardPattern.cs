using System.Buffers;
using System.Text;

namespace Mail.Sieve.Matching;

/// <summary>
/// A key of the match type <c>:matches</c> (RFC 5228 §2.7.1), parsed once and matched against many values. Wildcards take as little as
/// possible (RFC 5229 §3.2): each run between two <c>*</c> is put at the first place where it fits, the last one at the end. Putting a run
/// earlier never takes room from a later one, so nothing is tried twice and time is linear but for runs that hold a <c>?</c>. Safe for concurrent use.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly Comparator _comparator;
    private readonly string _key;

    /// <summary>For values in ASCII, nearly all there are; null when the key is not ASCII.</summary>
    private readonly WildcardSegment<char>[]? _ascii;

    /// <summary>For all others; made when the first of them comes.</summary>
    private WildcardSegment<int>[]? _elements;

    /// <param name="comparator">One that supports substrings.</param>
    public WildcardPattern(string key, Comparator comparator)
    {
        _comparator = comparator;
        _key = comparator.Normalize(key);
        _ascii = Ascii.IsValid(_key) ? WildcardParser.Parse<char>(_key, unit => unit, unit => (char)comparator.Fold(unit)) : null;
        WildcardCount = _ascii is not null ? Count(_ascii) : Count(Elements);
    }

    public int WildcardCount { get; }

    // Two that come at the same time may both make it; either will do.
    private WildcardSegment<int>[] Elements => _elements ??=
        WildcardParser.Parse<int>(WildcardText.ToElements(_key, _comparator.CountsOctets), element => element, _comparator.Fold);

    /// <param name="work">Grows by the elements compared.</param>
    public WildcardOutcome Match(string value, ref long work) => Match(_comparator.Normalize(value), [], ref work);

    /// <param name="captures">
    /// On a match: the whole value, then what each wildcard stands for, from left to right (RFC 5229 §3.2). Otherwise empty.
    /// </param>
    /// <param name="work">Grows by the elements compared.</param>
    public WildcardOutcome Match(string value, ref long work, out string[] captures)
    {
        value = _comparator.Normalize(value);
        var wildcards = new Range[WildcardCount];
        var outcome = Match(value, wildcards, ref work);
        captures = outcome is not WildcardOutcome.Match ? [] : [value, .. Captures(value, wildcards)];
        return outcome;
    }

    private static int Count<T>(WildcardSegment<T>[] segments)
        where T : struct, IEquatable<T> =>
        segments.Length - 1 + segments.Sum(segment => segment.Wildcards.Length);

    private bool IsAscii(string value) => _ascii is not null && Ascii.IsValid(value);

    private WildcardOutcome Match(string value, Range[] wildcards, ref long work)
    {
        if (!IsAscii(value))
        {
            var elements = WildcardText.ToElements(value, _comparator.CountsOctets);
            return new WildcardMatch<int>(Array.ConvertAll(elements, _comparator.Fold), Elements, wildcards).Run(ref work);
        }

        var folded = ArrayPool<char>.Shared.Rent(value.Length);
        try
        {
            _comparator.Fold(value, folded);
            return new WildcardMatch<char>(folded.AsSpan(0, value.Length), _ascii!, wildcards).Run(ref work);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(folded);
        }
    }

    private string[] Captures(string value, Range[] wildcards)
    {
        if (IsAscii(value))
        {
            return Array.ConvertAll(wildcards, part => value[part]);
        }

        var elements = WildcardText.ToElements(value, _comparator.CountsOctets);
        return Array.ConvertAll(wildcards, part => WildcardText.ToText(elements.AsSpan(part), _comparator.CountsOctets));
    }
}
