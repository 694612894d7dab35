using System.Text;
using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>
/// Strings of Sieve. In the text that an importer works on, a variable that gets its value only when a message is sorted stands as its name
/// between two marks.
/// </summary>
internal static partial class ImportText
{
    // Noncharacters, which no text has that is meant for others (The Unicode Standard, 23.7); what comes from outside is cleared of them.
    public const char VariableStart = '\uFDD0';
    public const char VariableEnd = '\uFDD1';

    public static string Variable(string name) => $"{VariableStart}{name}{VariableEnd}";

    public static bool HasVariable(string text) => text.Contains(VariableStart, StringComparison.Ordinal);

    /// <summary>Without the marks, NUL, and the CR of line ends.</summary>
    public static string Clean(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace("\0", "", StringComparison.Ordinal)
            .Replace($"{VariableStart}", "", StringComparison.Ordinal)
            .Replace($"{VariableEnd}", "", StringComparison.Ordinal);

    /// <summary>A quoted string, RFC 5228 §2.4.2, that stands for exactly this text.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            switch (c)
            {
                case VariableStart:
                    quoted.Append("${");
                    break;
                case VariableEnd:
                    quoted.Append('}');
                    break;
                case '"' or '\\':
                    quoted.Append('\\').Append(c);
                    break;
                default:
                    quoted.Append(c);
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The same for text that somebody reads: what Sieve would take for a variable (RFC 5229 §3) is taken apart by a blank.</summary>
    public static string QuotePlain(string text) => Quote(VariableLook().Replace(text, "$ {"));

    /// <summary>Whether Sieve would replace a part of this text (RFC 5229 §3), which it must not.</summary>
    public static bool LooksLikeVariable(string text) => VariableLook().IsMatch(text);

    /// <summary>A string, or a list of them.</summary>
    public static string List(IReadOnlyList<string> strings) =>
        strings.Count == 1 ? Quote(strings[0]) : $"[{string.Join(", ", strings.Select(Quote))}]";

    /// <summary>A name of a variable, RFC 5229 §3: letters, digits and underscores, no digit first.</summary>
    public static string VariableName(string name)
    {
        var lower = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return lower.Length == 0 || char.IsAsciiDigit(lower[0]) ? "v_" + lower : lower;
    }

    [GeneratedRegex(@"\$\{")]
    private static partial Regex VariableLook();
}
