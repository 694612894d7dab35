using System.Globalization;
using System.Text;

namespace Mail.Ctl;

/// <summary>
/// Makes text from messages and tables fit for a terminal: nothing in it can move the cursor, change colours, answer back to the shell
/// (ECMA-48 escape sequences need ESC or C1 controls), end a line or a column, or turn the reading direction of what follows.
/// </summary>
internal static class SafeText
{
    /// <summary>One line: every control character becomes U+FFFD, white space becomes a space.</summary>
    public static string Line(string text) => Clean(text, keepLines: false);

    /// <summary>As <see cref="Line"/>, but line feeds and tabs stay.</summary>
    public static string Lines(string text) => Clean(text, keepLines: true);

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r')
            {
                AppendSpace(clean, rune, keepLines);
            }
            else
            {
                clean.Append(IsHarmless(rune) ? rune : Rune.ReplacementChar);
            }
        }

        return clean.ToString();
    }

    private static void AppendSpace(StringBuilder clean, Rune rune, bool keepLines)
    {
        if (!keepLines)
        {
            clean.Append(' ');
        }
        else if (rune.Value != '\r')
        {
            clean.Append((char)rune.Value);
        }
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Format characters join emoji and scripts (U+200C, U+200D); the others turn directions or hide text (Trojan Source, CVE-2021-42574).
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D or 0x00AD,
        _ => true,
    };
}
