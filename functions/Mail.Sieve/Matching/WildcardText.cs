using System.Text;

namespace Mail.Sieve.Matching;

/// <summary>Text that is not all ASCII as the elements that <c>?</c> counts, and back.</summary>
internal static class WildcardText
{
    /// <returns>The octets of UTF-8, or the code points.</returns>
    public static int[] ToElements(string text, bool octets) =>
        octets ? Array.ConvertAll(SieveText.Encode(text), octet => (int)octet) : [.. text.EnumerateRunes().Select(rune => rune.Value)];

    /// <summary>An octet cut off from its character stays what it is, as <see cref="SieveText"/> has it.</summary>
    public static string ToText(ReadOnlySpan<int> elements, bool octets)
    {
        if (octets)
        {
            var bytes = new byte[elements.Length];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)elements[i];
            }

            return SieveText.Decode(bytes);
        }

        var text = new StringBuilder(elements.Length);
        foreach (var element in elements)
        {
            text.Append(new Rune(element).ToString());
        }

        return text.ToString();
    }
}
