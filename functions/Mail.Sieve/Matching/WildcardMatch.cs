using System.Diagnostics;

namespace Mail.Sieve.Matching;

/// <summary>Fits the segments of one key to one text.</summary>
internal ref struct WildcardMatch<T>
    where T : struct, IEquatable<T>
{
    /// <summary>
    /// Elements compared beyond which a match is given up. Only a run that holds a <c>?</c> can cost more than a scan, at most text × run;
    /// this is 1,000 scans of 64 KiB and takes about 0.05 s.
    /// </summary>
    private const long MaxWork = 64L * 1024 * 1000;

    private readonly ReadOnlySpan<T> _text;
    private readonly WildcardSegment<T>[] _segments;
    private readonly Range[] _wildcards;
    private int _captured;
    private long _work;

    /// <param name="text">Folded by the comparator of the key.</param>
    /// <param name="wildcards">Is filled with what each wildcard stands for; empty when nobody asks.</param>
    public WildcardMatch(ReadOnlySpan<T> text, WildcardSegment<T>[] segments, Range[] wildcards)
    {
        _text = text;
        _segments = segments;
        _wildcards = wildcards;
    }

    /// <param name="work">Grows by the elements compared.</param>
    public WildcardOutcome Run(ref long work)
    {
        var outcome = Run();
        work += _work;
        return outcome;
    }

    private WildcardOutcome Run()
    {
        var last = _segments.Length - 1;
        if (!TryPlace(_segments[0], 0) || (last == 0 && _segments[0].Length != _text.Length))
        {
            return WildcardOutcome.NoMatch;
        }

        var end = _segments[0].Length;
        for (var i = 1; i <= last; i++)
        {
            var start = i < last ? _segments[i].Find(_text, end, ref _work, MaxWork) : _text.Length - _segments[i].Length;
            if (start < end)
            {
                return _work > MaxWork ? WildcardOutcome.TooCostly : WildcardOutcome.NoMatch;
            }

            Capture(end..start);
            if (!TryPlace(_segments[i], start))
            {
                Debug.Assert(i == last, "what Find returns matches");
                return WildcardOutcome.NoMatch;
            }

            end = start + _segments[i].Length;
        }

        return WildcardOutcome.Match;
    }

    private bool TryPlace(WildcardSegment<T> segment, int start)
    {
        if (start + segment.Length > _text.Length || !segment.MatchesAt(_text, start))
        {
            return false;
        }

        foreach (var wildcard in segment.Wildcards)
        {
            Capture((start + wildcard)..(start + wildcard + 1));
        }

        return true;
    }

    private void Capture(Range part)
    {
        if (_captured < _wildcards.Length)
        {
            _wildcards[_captured++] = part;
        }
    }
}
