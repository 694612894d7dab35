using System.Text;

namespace Mail.Authentication;

/// <summary>Reads what an (ARC-)Authentication-Results field says: RFC 8601 §2.2.</summary>
internal static class ResultsReader
{
    // RFC 5322 §3.2.2 lets comments nest without end.
    private const int MaxNesting = 16;

    /// <summary>One method passed, for this value of a property; a result that does not name the property is not believed.</summary>
    public static bool SaysPass(string text, string method, string property, string value)
    {
        foreach (var result in Plain(text)?.Split(';') ?? [])
        {
            var words = result.Replace(" =", "=", StringComparison.Ordinal).Replace("= ", "=", StringComparison.Ordinal)
                .Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && Is(words[0], $"{method}=pass") && words.Any(word => Is(word, $"{property}={value}")))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands first, by which a server knows its own fields: RFC 8601 §2.5. <c>null</c> when it cannot be read.</summary>
    public static string? AuthservId(string text)
    {
        if (Plain(text)?.TrimStart() is not { } rest)
        {
            return null;
        }

        var end = rest.IndexOfAny([' ', '\t', '\r', '\n', ';']);
        return end < 0 ? rest : rest[..end];
    }

    private static bool Is(string word, string expected) => word.Equals(expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>Each comment is a space, quoted text is its content without what means something elsewhere; <c>null</c> when one does not end.</summary>
    private static string? Plain(string text)
    {
        var plain = new StringBuilder();
        var depth = 0;
        var isQuoted = false;
        for (var i = 0; i < text.Length && depth <= MaxNesting; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '\\' when depth > 0:
                    i++;
                    break;
                case '\\' when isQuoted && i + 1 < text.Length:
                    plain.Append(InQuotes(text[++i]));
                    break;
                case '"' when depth == 0:
                    isQuoted = !isQuoted;
                    break;
                case '(' when !isQuoted:
                    depth++;
                    plain.Append(' ');
                    break;
                case ')' when depth > 0:
                    depth--;
                    break;
                case var _ when depth == 0:
                    plain.Append(isQuoted ? InQuotes(c) : c);
                    break;
            }
        }

        return depth > 0 || isQuoted ? null : plain.ToString();
    }

    private static char InQuotes(char c) => c is ';' or ' ' or '\t' or '=' ? '_' : c;
}
