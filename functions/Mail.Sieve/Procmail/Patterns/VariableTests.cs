using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>Patterns for the value of a variable: decided at once where it is known, or else a test of RFC 5229 §5.</summary>
internal static class VariableTests
{
    /// <param name="value">With marks where it is known only when a message is sorted.</param>
    public static PatternTest Of(string value, Pattern pattern, bool isCaseSensitive)
    {
        IReadOnlyList<Pattern> items = pattern is Pattern.Sequence sequence ? sequence.Items : [pattern];
        var anchored = items.Count > 0 && items[0] is Pattern.LineStart or Pattern.AreaEdge ? items.Skip(1) : items.Prepend(Pattern.AnyText);
        var (matches, problem) = new ValueReader(isCaseSensitive, isEnvelope: true).Read([.. anchored]);
        if (problem is not null)
        {
            return PatternTest.Failed(problem);
        }

        var isKnown = !ImportText.HasVariable(value) && matches.All(match => match.Group == 0 && !ImportText.HasVariable(match.Key));
        return new PatternTest
        {
            Test = isKnown
                ? matches.Any(match => Matches(value.Trim(), match, isCaseSensitive)) ? SieveTest.True : SieveTest.False
                : SieveTest.AnyOf(matches.Select(match => Write(value, match, isCaseSensitive))),
            Group = matches is [var only] ? only.Group : 0,
        };
    }

    private static SieveTest Write(string value, ValueMatch match, bool isCaseSensitive)
    {
        var comparator = isCaseSensitive ? " :comparator \"i;octet\"" : "";
        var kind = match.Kind == MatchKind.Exists ? MatchKind.Matches : match.Kind;
        var key = match.Kind == MatchKind.Exists ? "*" : match.Key;
        return SieveTest.Of($"string :{kind.ToString().ToLowerInvariant()}{comparator} {ImportText.Quote(value)} {ImportText.Quote(key)}");
    }

    private static bool Matches(string value, ValueMatch match, bool isCaseSensitive)
    {
        var comparison = isCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return match.Kind switch
        {
            MatchKind.Exists => true,
            MatchKind.Is => value.Equals(match.Key, comparison),
            MatchKind.Contains => value.Contains(match.Key, comparison),
            MatchKind.Matches => IsMatch(value, Wildcards(match.Key), isCaseSensitive),
            _ => IsMatch(value, match.Key, isCaseSensitive),
        };
    }

    /// <summary>Without backtracking the time is linear in the value, which is short; a pattern that .NET does not read matches nothing.</summary>
    private static bool IsMatch(string value, string pattern, bool isCaseSensitive)
    {
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (isCaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase);
        try
        {
            return Regex.IsMatch(value, pattern, options);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Wildcards(string key)
    {
        var pattern = new System.Text.StringBuilder("^");
        for (var i = 0; i < key.Length; i++)
        {
            pattern.Append(key[i] switch
            {
                '*' => ".*",
                '?' => ".",
                '\\' when i + 1 < key.Length => Regex.Escape($"{key[++i]}"),
                var c => Regex.Escape($"{c}"),
            });
        }

        return pattern.Append('$').ToString();
    }
}
