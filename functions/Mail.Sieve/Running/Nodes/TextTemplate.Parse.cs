using System.Globalization;

namespace Mail.Sieve;

/// <summary>Finding variables in strings: <c>"${" [namespace] variable-name "}"</c> (RFC 5229 §3).</summary>
internal sealed partial class TextTemplate
{
    public static TextTemplate Parse(string text, ScriptBinder binder, ScriptPosition position)
    {
        var parts = new List<TextPart>();
        var copied = 0;
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 1, StringComparison.Ordinal))
        {
            if (!TryReadReference(text, at, out var end) || Variable(text[(at + 2)..end], binder, position) is not { } variable)
            {
                continue;
            }

            AddLiteral(parts, text[copied..at]);
            parts.Add(variable);
            copied = end + 1;
            at = end;
        }

        if (parts.Count == 0)
        {
            return Of(text);
        }

        AddLiteral(parts, text[copied..]);
        return new TextTemplate(text, [.. parts], position);
    }

    private static void AddLiteral(List<TextPart> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(new LiteralPart(text));
        }
    }

    /// <summary>Whether the characters from <c>${</c> on are a reference by their form. Others are text (RFC 5229 §3).</summary>
    private static bool TryReadReference(string text, int start, out int end)
    {
        end = start + 2;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.'))
        {
            end++;
        }

        return end < text.Length && text[end] == '}' && IsReference(text.AsSpan((start + 2)..end));
    }

    // namespace = identifier "." *sub-namespace; sub-namespace = variable-name "."; variable-name = num-variable / identifier
    internal static bool IsReference(ReadOnlySpan<char> name)
    {
        var isFirst = true;
        var hasNamespace = name.Contains('.');
        foreach (var range in name.Split('.'))
        {
            var part = name[range];
            var isNumber = part.Length > 0 && !part.ContainsAnyExceptInRange('0', '9');
            if (!VariableName.IsIdentifier(part) && (!isNumber || (isFirst && hasNamespace)))
            {
                return false;
            }

            isFirst = false;
        }

        return true;
    }

    private static TextPart? Variable(string name, ScriptBinder binder, ScriptPosition position)
    {
        if (char.IsAsciiDigit(name[0]))
        {
            // RFC 5229 §6: a higher index than there can be is an error.
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= MatchPart.MaxIndex)
            {
                return new MatchPart(index);
            }

            binder.Problems.Add(position, $"expected a match variable of at most ${{{MatchPart.MaxIndex}}}");
            return null;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return new VariablePart(binder.Variable(name));
        }

        var variable = VariableNamespaces.Find(name, binder, out var error);
        if (variable is null)
        {
            binder.Problems.Add(position, error!);
            return null;
        }

        return new VariablePart(variable);
    }
}
