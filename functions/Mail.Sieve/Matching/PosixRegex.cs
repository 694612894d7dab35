using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Mail.Sieve.Matching;

/// <summary>
/// Extended regular expressions of POSIX (IEEE Std 1003.1 §9.4), which scripts are written in, as expressions of .NET that never go back: time is linear
/// in the value. Of matches that begin at the same place the one that the alternatives name first is taken, not the longest as in POSIX.
/// </summary>
internal static class PosixRegex
{
    /// <summary>Characters of an expression. What people write is below 200; converted white lists reach some thousand.</summary>
    public const int MaxLength = 8000;

    /// <summary>For one value. Linear time still has a factor, and that of the largest expressions that are let through is large.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    public static bool TryMake(string posix, bool ignoreCase, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        regex = null;
        if (posix.Length > MaxLength)
        {
            error = $"expected a regular expression of at most {MaxLength} characters";
            return false;
        }

        if (!new PosixRegexTranslator(posix).TryTranslate(out var pattern, out error))
        {
            return false;
        }

        try
        {
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
            regex = new Regex(pattern, options, Timeout);
            return true;
        }
        catch (Exception e) when (e is RegexParseException or NotSupportedException)
        {
            // Not supported: the automaton would have more than 10,000 states, as repetitions of repetitions have.
            error = e is RegexParseException parse
                ? $"expected a regular expression that is well formed, but near character {parse.Offset + 1} it is not"
                : "expected a smaller regular expression: this one repeats too much";
            return false;
        }
    }
}
