using System.Text;
using Mail.Core;

namespace Mail.Sieve.Matching;

/// <summary>
/// <c>i;unicode-casemap</c>, RFC 5051: the same letters in all scripts, whatever their case and however their accents are written.
/// Compatibility forms are composed here and not decomposed, so that <c>:contains "e"</c> does not find "é"; equality is the same.
/// </summary>
internal sealed class UnicodeCasemapComparator : Comparator
{
    public override string Name => "i;unicode-casemap";

    public override bool CountsOctets => false;

    // Normalizing takes some 100 ns a character, and one character can become eighteen.
    public override int CostOf(string text) => Ascii.IsValid(text) ? base.CostOf(text) : text.Length;

    public override bool AreEqual(string left, string right) => Compare(left, right) == 0;

    public override int Compare(string left, string right) => CompareOctets(Normalize(left).ToUpperInvariant(), Normalize(right).ToUpperInvariant());

    public override string Normalize(string text) => Normalization.ToNfkc(text);

    public override void Fold(ReadOnlySpan<char> text, Span<char> folded) => text.ToUpperInvariant(folded);

    public override int Fold(int element) => Rune.IsValid(element) ? Rune.ToUpperInvariant(new Rune(element)).Value : element;
}
