using System.Globalization;
using System.Text;

namespace Mail.Sieve.Procmail;

/// <summary>Writes patterns as POSIX extended regular expressions, which Sieve's <c>:regex</c> takes (draft-ietf-sieve-regex).</summary>
internal static class PatternText
{
    private const string Special = @"\.^$*+?()[]{}|";

    /// <param name="isBody">
    /// The search goes over many lines: <c>.</c> and negated sets stop at their ends, and <c>^</c> and <c>$</c> are found there, too.
    /// </param>
    public static string Write(IReadOnlyList<Pattern> items, bool isBody)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            Write(text, item, isBody);
        }

        return text.ToString();
    }

    /// <summary>Groups that a written pattern captures.</summary>
    public static int CountGroups(string written)
    {
        var count = 0;
        var isInSet = false;
        for (var i = 0; i < written.Length; i++)
        {
            switch (written[i])
            {
                case '\\' when !isInSet:
                    i++;
                    break;
                case '[' when !isInSet:
                    isInSet = true;
                    i += written.AsSpan(i + 1).StartsWith("^]") ? 2 : written.AsSpan(i + 1).StartsWith("]") ? 1 : 0;
                    break;
                case ']':
                    isInSet = false;
                    break;
                case '(' when !isInSet:
                    count++;
                    break;
            }
        }

        return count;
    }

    private static void Write(StringBuilder text, Pattern pattern, bool isBody)
    {
        switch (pattern)
        {
            case Pattern.Literal literal:
                Literal(text, literal.Value);
                break;
            case Pattern.Any:
                text.Append(isBody ? "[^\n]" : ".");
                break;
            case Pattern.Set set:
                text.Append(set.Characters.ToBracket(isBody ? "\n" : ""));
                break;
            case Pattern.LineStart:
                text.Append(isBody ? "(^|\n)" : "^");
                break;
            case Pattern.LineEnd:
                text.Append(isBody ? "([[:cntrl:]]?\n|$)" : "$");
                break;
            case Pattern.AreaEdge:
                text.Append(text.Length == 0 ? '^' : '$');
                break;
            case Pattern.WordEdge:
                text.Append(text.Length == 0 ? $"(^|{CharSet.NotWord.ToBracket()})" : $"({CharSet.NotWord.ToBracket()}|$)");
                break;
            case Pattern.Variable variable:
                text.Append(ImportText.Variable(variable.Name));
                break;
            case Pattern.Sequence sequence:
                foreach (var item in sequence.Items)
                {
                    Write(text, item, isBody);
                }

                break;
            case Pattern.Choice choice:
                Choice(text, choice, isBody);
                break;
            case Pattern.Repeat repeat:
                Repeat(text, repeat, isBody);
                break;
            default:
                throw new InvalidOperationException($"{pattern} has no text.");
        }
    }

    private static void Literal(StringBuilder text, char c)
    {
        // ${ would be taken for a variable of Sieve, escaped or not (RFC 5229 §3).
        if (c == '$')
        {
            text.Append("[$]");
            return;
        }

        if (Special.Contains(c, StringComparison.Ordinal))
        {
            text.Append('\\');
        }

        text.Append(c);
    }

    private static void Choice(StringBuilder text, Pattern.Choice choice, bool isBody)
    {
        text.Append('(');
        text.AppendJoin('|', choice.Alternatives.Select(alternative => Write([alternative], isBody)));
        text.Append(')');
    }

    private static void Repeat(StringBuilder text, Pattern.Repeat repeat, bool isBody)
    {
        var item = Write([repeat.Item], isBody);
        var isGroup = repeat.Item is Pattern.Sequence { Items.Count: not 1 } or Pattern.Repeat or Pattern.Sequence { Items: [Pattern.Repeat] };
        text.Append(isGroup ? $"({item})" : item);
        text.Append((repeat.Min, repeat.Max) switch
        {
            (0, null) => "*",
            (1, null) => "+",
            (0, 1) => "?",
            (var min, null) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
            (var min, { } max) when min == max => string.Create(CultureInfo.InvariantCulture, $"{{{min}}}"),
            var (min, max) => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
        });
    }
}
