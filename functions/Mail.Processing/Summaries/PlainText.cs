using System.Text;

namespace Mail.Processing;

/// <summary>Makes text from a message safe to show in a list and small enough to keep.</summary>
internal static class PlainText
{
    /// <summary>Characters kept of one header field: what fits a screen several times over.</summary>
    public const int MaxHeader = 500;

    /// <summary>One line: runs of white space become one space; control, format and lone surrogate characters go; cut to <paramref name="max"/> characters.</summary>
    /// <remarks>Format characters are the bidirectional overrides and zero-width characters that disguise names ("gnp.exe" as "exe.png").</remarks>
    public static string Clean(string text, int max)
    {
        var clean = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > max)
            {
                break;
            }

            if (Rune.IsWhiteSpace(rune) || rune.Value is '\0')
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (!Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.Format)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().TrimEnd();
    }
}
