namespace Mail.Sieve.Matching;

/// <summary><c>i;ascii-casemap</c>, RFC 4790 §9.2, the default of RFC 5228 §2.7.3: a–z and A–Z are the same, nothing else is.</summary>
internal sealed class AsciiCasemapComparator : Comparator
{
    public override string Name => "i;ascii-casemap";

    public override bool AreEqual(string left, string right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && Upper(left[i]) != Upper(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override int Compare(string left, string right) => CompareOctets(Folded(left), Folded(right));

    public override void Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        for (var i = 0; i < text.Length; i++)
        {
            folded[i] = Upper(text[i]);
        }
    }

    public override int Fold(int element) => element is >= 'a' and <= 'z' ? element - ('a' - 'A') : element;

    private string Folded(string text) => string.Create(text.Length, (text, this), (folded, state) => state.Item2.Fold(state.text, folded));

    // RFC 4790 §9.2.1 maps to upper case, which decides where "_" sorts.
    private static char Upper(char unit) => unit is >= 'a' and <= 'z' ? (char)(unit - ('a' - 'A')) : unit;
}
