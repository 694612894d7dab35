namespace Mail.Sieve.Matching;

/// <summary><c>i;octet</c>, RFC 4790 §9.3: octet by octet.</summary>
internal sealed class OctetComparator : Comparator
{
    public override string Name => "i;octet";

    public override bool AreEqual(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    public override int Compare(string left, string right) => CompareOctets(left, right);

    public override void Fold(ReadOnlySpan<char> text, Span<char> folded) => text.CopyTo(folded);

    public override int Fold(int element) => element;
}
