namespace Mail.Sieve.Matching;

/// <summary>
/// <c>i;ascii-numeric</c>, RFC 4790 §9.1: the decimal number at the start of a string, of any length; what does not start with a digit is
/// positive infinity.
/// </summary>
internal sealed class AsciiNumericComparator : Comparator
{
    public override string Name => "i;ascii-numeric";

    // RFC 4790 §9.1.1: equality and ordering only.
    public override bool SupportsSubstrings => false;

    public override bool AreEqual(string left, string right) => Compare(left, right) == 0;

    public override int Compare(string left, string right)
    {
        var leftIsNumber = TryDigits(left, out var leftDigits);
        var rightIsNumber = TryDigits(right, out var rightDigits);
        if (!leftIsNumber || !rightIsNumber)
        {
            return rightIsNumber.CompareTo(leftIsNumber);
        }

        return leftDigits.Length != rightDigits.Length
            ? leftDigits.Length - rightDigits.Length
            : leftDigits.SequenceCompareTo(rightDigits);
    }

    public override void Fold(ReadOnlySpan<char> text, Span<char> folded) => text.CopyTo(folded);

    public override int Fold(int element) => element;

    /// <summary>The digits without leading zeros, so that the longer number is the greater.</summary>
    private static bool TryDigits(string text, out ReadOnlySpan<char> digits)
    {
        var length = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        digits = length < 0 ? text : text.AsSpan(0, length);
        var isNumber = digits.Length > 0;
        digits = digits.TrimStart('0');
        return isNumber;
    }
}
