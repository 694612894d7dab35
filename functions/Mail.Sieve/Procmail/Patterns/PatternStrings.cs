using System.Text;

namespace Mail.Sieve.Procmail;

/// <summary>Writes out a pattern as a few strings with wildcards, where that is all it says.</summary>
internal static class PatternStrings
{
    // Noncharacters (The Unicode Standard, 23.7), as ImportText's.
    public const char One = '\uFDD2';
    public const char Many = '\uFDD3';

    /// <summary>Sets of more characters than this remain patterns.</summary>
    private const int SetSize = 4;

    /// <summary>With <see cref="One"/> and <see cref="Many"/> for wildcards; <c>null</c> when strings cannot say it, or too many would be needed.</summary>
    public static IReadOnlyList<string>? Of(IEnumerable<Pattern> items, bool isCaseSensitive)
    {
        List<string> all = [""];
        foreach (var item in items)
        {
            if (Of(item, isCaseSensitive) is not { } next || all.Count * next.Count > ImportLimits.Strings)
            {
                return null;
            }

            all = [.. all.SelectMany(head => next.Select(tail => head + tail))];
        }

        return [.. all.Distinct(isCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase)];
    }

    public static bool HasWildcard(string text) => text.AsSpan().ContainsAny(One, Many);

    /// <summary>
    /// In something that looks like an address the single wildcards are dots that nobody escaped; they become dots.
    /// </summary>
    public static string WithDots(string text)
    {
        var result = new StringBuilder(text);
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == One && IsName(text[i - 1]) && IsName(text[i + 1]) && Word(text, i).Contains('@', StringComparison.Ordinal))
            {
                result[i] = '.';
            }
        }

        return result.ToString();
    }

    /// <summary>For <c>:matches</c>, RFC 5228 §2.7.1: a backslash takes the meaning from <c>*</c>, <c>?</c> and itself.</summary>
    public static string ToWildcards(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            result.Append(c switch { One => "?", Many => "*", '*' or '?' or '\\' => $"\\{c}", _ => $"{c}" });
        }

        return result.ToString();
    }

    private static IReadOnlyList<string>? Of(Pattern item, bool isCaseSensitive) => item switch
    {
        Pattern.Literal literal => [$"{literal.Value}"],
        Pattern.Any => [$"{One}"],
        Pattern.Variable variable => [ImportText.Variable(variable.Name)],
        Pattern.Sequence sequence => Of(sequence.Items, isCaseSensitive),
        Pattern.Set set => set.Characters.Few(isCaseSensitive, SetSize) is { } few ? [.. few.Select(c => $"{c}")] : null,
        Pattern.Choice choice => Union(choice.Alternatives.Select(alternative => Of(alternative, isCaseSensitive))),
        Pattern.Repeat { Item: Pattern.Any, Max: null, Min: 0 } => [$"{Many}"],
        Pattern.Repeat { Item: Pattern.Any, Max: null, Min: 1 } => [$"{One}{Many}"],
        Pattern.Repeat { Min: 0, Max: 1 } optional => Union([Of(optional.Item, isCaseSensitive), [""]]),
        _ => null,
    };

    private static List<string>? Union(IEnumerable<IReadOnlyList<string>?> parts)
    {
        var all = new List<string>();
        foreach (var part in parts)
        {
            if (part is null || all.Count + part.Count > ImportLimits.Strings)
            {
                return null;
            }

            all.AddRange(part);
        }

        return all;
    }

    private static string Word(string text, int position)
    {
        const string edges = " \t<>,;\uFDD3";
        var start = text.LastIndexOfAny(edges.ToCharArray(), position) + 1;
        var end = text.IndexOfAny(edges.ToCharArray(), position);
        return text[start..(end < 0 ? text.Length : end)];
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
