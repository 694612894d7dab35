using System.Globalization;
using System.Text;

namespace Mail.Core;

/// <summary>Makes text of strangers (file names, a scanner's answers) fit for records, logs and terminals.</summary>
public static class ScanText
{
    /// <summary>Characters that are kept: enough for every name of a virus and to recognize a file.</summary>
    public const int MaxLength = 120;

    /// <summary>Without what is no visible character (line ends, control and formatting characters such as U+202E become <c>?</c>), cut at <see cref="MaxLength"/>.</summary>
    public static string Clean(string text) => Clean(text, MaxLength);

    /// <inheritdoc cref="Clean(string)"/>
    public static string Clean(string text, int maxLength)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maxLength + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > maxLength)
            {
                return clean.Append('…').ToString();
            }

            clean.Append((IsVisible(rune) ? rune : new Rune('?')).ToString());
        }

        return clean.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
