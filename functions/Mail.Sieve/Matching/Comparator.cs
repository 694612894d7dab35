namespace Mail.Sieve.Matching;

/// <summary>
/// A collation of RFC 4790 as Sieve uses it (RFC 5228 §2.7.3). Text is compared as Unicode that stands for UTF-8; all operations are
/// defined for every string. Instances have no state.
/// </summary>
internal abstract class Comparator
{
    /// <summary>The registered name, as in <c>:comparator "i;octet"</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether <c>:contains</c> and <c>:matches</c> may be used; RFC 4790 §4.2.4 calls it the substring operation.</summary>
    public virtual bool SupportsSubstrings => true;

    /// <summary>Whether <c>?</c> in <c>:matches</c> stands for one octet of UTF-8 (RFC 5228 §2.7.1) or for one Unicode character.</summary>
    public virtual bool CountsOctets => true;

    /// <summary>Instructions of a script that looking at the text once takes, of <see cref="SieveOptions.InstructionBudget"/>.</summary>
    public virtual int CostOf(string text) => text.Length >> 9;

    public abstract bool AreEqual(string left, string right);

    /// <returns>Below zero when <paramref name="left"/> comes first, zero when they are equal, above zero otherwise.</returns>
    public abstract int Compare(string left, string right);

    /// <summary>Brings text to the form in which it is searched; captured parts are taken from this form.</summary>
    public virtual string Normalize(string text) => text;

    /// <summary>
    /// Writes the form of <paramref name="text"/> in which two characters are the same when they are equal, one character for one.
    /// </summary>
    /// <param name="folded">As long as <paramref name="text"/>.</param>
    public abstract void Fold(ReadOnlySpan<char> text, Span<char> folded);

    /// <summary>The folded form of a single code point or octet.</summary>
    public abstract int Fold(int element);

    /// <summary>The order of the UTF-8 octets of two strings, which differs from the order of their UTF-16 units.</summary>
    protected static int CompareOctets(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length - right.Length;
        }

        // UTF-8 orders by code point, which below the surrogates is the order of the units.
        return char.IsSurrogate(left[same]) || char.IsSurrogate(right[same])
            ? SieveText.Encode(left).AsSpan().SequenceCompareTo(SieveText.Encode(right))
            : left[same] - right[same];
    }
}
