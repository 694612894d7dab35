using System.Text;

namespace Mail.Sieve;

/// <summary>Breaks a field that is too long into lines (RFC 5322 §2.2.3).</summary>
internal static class FieldFolder
{
    /// <summary>RFC 5322 §2.1.1: what a line should have at most, without its end.</summary>
    private const int WantedLength = 78;

    /// <summary>RFC 5322 §2.1.1: what a line must have at most, without its end. A longer word is cut, which reading it back cannot undo.</summary>
    private const int MaxLength = 998;

    /// <param name="value">ASCII without line ends.</param>
    /// <returns>The field with CRLF at the end.</returns>
    public static byte[] Fold(string name, string value)
    {
        var field = $"{name}: {value.Trim(' ', '\t', '\r', '\n')}";
        var folded = new StringBuilder(field.Length + 16);
        // A line must not consist of white space only (RFC 5322 §3.2.2), so that the first break is behind the first word of the value.
        var least = name.Length + 2;
        while (field.Length > WantedLength && BreakOf(field, least) is > 0 and var at)
        {
            folded.Append(field.AsSpan(0, at)).Append(field[at] is ' ' or '\t' ? "\r\n" : "\r\n ");
            field = field[at..];
            least = 1;
        }

        return Encoding.ASCII.GetBytes(folded.Append(field).Append("\r\n").ToString());
    }

    /// <returns>Where white space stands at which the line can end, or 0.</returns>
    private static int BreakOf(string line, int least)
    {
        var at = line.LastIndexOfAny([' ', '\t'], WantedLength);
        if (at <= least)
        {
            at = line.AsSpan(least + 1).IndexOfAny(" \t") + least + 1;
        }

        var isFound = at > least;
        return isFound && at <= MaxLength ? at : line.Length > MaxLength ? MaxLength - 1 : 0;
    }
}
