using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Mail.Sieve.Matching;

/// <summary>
/// Extended regular expressions of POSIX (IEEE Std 1003.1 §9.4), which scripts are written in, as expressions of .NET that never go back: time is linear
/// in the value. Of matches that begin at the same place the one that the alternatives name first is taken, not the longest as in POSIX.
/// </summary>
internal sealed class PosixRegex
{
    /// <summary>Characters of an expression. What people write is below 200; converted white lists reach some thousand.</summary>
    public const int MaxLength = 8000;

    /// <summary>For one value. Linear time still has a factor, and that of the largest expressions that are let through is large.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    private readonly string _pattern;
    private readonly RegexOptions _options;

    /// <summary>Of one that is used for a moment only; otherwise in the store.</summary>
    private Regex? _own;

    private PosixRegex(string pattern, RegexOptions options)
    {
        _pattern = pattern;
        _options = options;
    }

    /// <param name="isKept">It is used again for other messages.</param>
    public static bool TryMake(string posix, bool ignoreCase, bool isKept, [NotNullWhen(true)] out PosixRegex? regex, [NotNullWhen(false)] out string? error)
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

        var made = new PosixRegex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        error = made.Check(isKept);
        regex = error is null ? made : null;
        return error is null;
    }

    /// <summary>With the whole match, which is the first.</summary>
    public int GroupCount { get; private set; }

    /// <exception cref="RegexMatchTimeoutException">It takes too long.</exception>
    public bool IsMatch(string value) => Use(value, static (regex, text) => regex.IsMatch(text));

    /// <summary>With the groups. Finding them takes many times as long as <see cref="IsMatch"/>, and that time has no limit.</summary>
    /// <exception cref="RegexMatchTimeoutException">It takes too long, not counting the groups.</exception>
    public Match Match(string value) => Use(value, static (regex, text) => regex.Match(text));

    private T Use<T>(string value, Func<Regex, string, T> use)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return use(_own ?? RegexStore.Get(this), value);
        }
        finally
        {
            RegexStore.Note(value.Length, Stopwatch.GetElapsedTime(started));
        }
    }

    internal Regex Make() => new(_pattern, _options, Timeout);

    private string? Check(bool isKept)
    {
        try
        {
            var made = Make();
            _own = isKept ? null : made;
            GroupCount = made.GetGroupNumbers().Length;
            return null;
        }
        catch (RegexParseException e)
        {
            return $"expected a regular expression that is well formed, but near character {e.Offset + 1} it is not";
        }
        catch (NotSupportedException)
        {
            // The automaton would have more than 10,000 states, as repetitions of repetitions have.
            return "expected a smaller regular expression: this one repeats too much";
        }
    }
}
