using System.Text;

namespace Mail.Sieve.Matching;

/// <summary>Bracket expressions (IEEE Std 1003.1 §9.3.5), in which a backslash is a character like any other.</summary>
internal static class PosixBracket
{
    /// <param name="at">Behind the opening bracket; moved behind the closing one.</param>
    public static bool TryTranslate(string posix, ref int at, out string set)
    {
        var text = new StringBuilder("[");
        set = "";
        if (at < posix.Length && posix[at] == '^')
        {
            text.Append('^');
            at++;
        }

        // A closing bracket that stands first is a member.
        var first = at;
        while (at < posix.Length)
        {
            if (posix[at] == ']' && at > first)
            {
                at++;
                set = text.Append(']').ToString();
                return true;
            }

            if (!TryMember(posix, ref at, text))
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryMember(string posix, ref int at, StringBuilder text)
    {
        if (posix[at] == '[' && at + 1 < posix.Length && posix[at + 1] == ':')
        {
            return TryClass(posix, ref at, text);
        }

        if (!TryElement(posix, ref at, out var from))
        {
            return false;
        }

        Append(text, from);
        if (at + 1 < posix.Length && posix[at] == '-' && posix[at + 1] != ']')
        {
            at++;
            if (!TryElement(posix, ref at, out var to) || to < from)
            {
                return false;
            }

            text.Append('-');
            Append(text, to);
        }

        return true;
    }

    // A character, or a collating element or equivalence class of one character: [.x.] and [=x=].
    private static bool TryElement(string posix, ref int at, out char element)
    {
        element = posix[at++];
        if (element != '[' || at >= posix.Length || posix[at] is not ('.' or '='))
        {
            return true;
        }

        var kind = posix[at];
        if (at + 3 >= posix.Length || posix[at + 2] != kind || posix[at + 3] != ']')
        {
            return false;
        }

        element = posix[at + 1];
        at += 4;
        return true;
    }

    private static bool TryClass(string posix, ref int at, StringBuilder text)
    {
        var end = posix.IndexOf(":]", at + 2, StringComparison.Ordinal);
        // In the C locale; letters beyond ASCII are letters too, as in the locales that people have.
        var members = end < 0 ? null : posix[(at + 2)..end] switch
        {
            "alpha" => @"\p{L}",
            "digit" => "0-9",
            "alnum" => @"\p{L}0-9",
            "upper" => @"\p{Lu}",
            "lower" => @"\p{Ll}",
            "space" => @"\s",
            "blank" => @"\x20\t",
            "punct" => @"!-/:-@\[-`{-~",
            "cntrl" => @"\x00-\x1f\x7f",
            "xdigit" => "0-9A-Fa-f",
            "print" => @"\x20-\x7e\u00a0-\uffff",
            "graph" => @"!-~\u00a1-\uffff",
            _ => null,
        };
        text.Append(members);
        at = end + 2;
        return members is not null;
    }

    private static void Append(StringBuilder text, char c) =>
        text.Append(char.IsAsciiLetterOrDigit(c) || c >= '\x80' ? c.ToString() : $@"\x{(int)c:x2}");
}
