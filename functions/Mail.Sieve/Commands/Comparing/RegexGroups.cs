using System.Collections;
using System.Text.RegularExpressions;
using Mail.Sieve.Matching;

namespace Mail.Sieve;

/// <summary>
/// What the groups of a regular expression stood for, found when a script first asks: that takes many times as long as the match itself, and most
/// scripts never ask.
/// </summary>
internal sealed class RegexGroups(SieveRun run, ScriptPosition position, PosixRegex regex, string value) : IReadOnlyList<string>
{
    /// <summary>
    /// Characters. .NET does not look at its time limit while it finds groups, and with many of them each character takes up to 0.1 ms; the
    /// longest header fields that people take apart have some hundred.
    /// </summary>
    private const int MaxLength = 8192;

    private readonly int _count = regex.GroupCount;
    private string[]? _values;

    public int Count => _count;

    public string this[int index] => (_values ??= Find())[index];

    public IEnumerator<string> GetEnumerator() => (_values ??= Find()).AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string[] Find()
    {
        if (value.Length > MaxLength)
        {
            run.Fail(position, $"a value of more than {MaxLength} characters cannot be taken apart by a regular expression");
            return Nothing();
        }

        var started = run.Clock.GetTimestamp();
        try
        {
            var match = regex.Match(value);
            return Array.ConvertAll([.. Enumerable.Range(0, _count)], i => match.Groups[i].Value);
        }
        catch (RegexMatchTimeoutException)
        {
            run.Fail(position, "a value takes too long to be taken apart by this regular expression");
            return Nothing();
        }
        finally
        {
            run.SpendRegexTime(run.Clock.GetElapsedTime(started), position);
        }
    }

    private string[] Nothing()
    {
        var values = new string[_count];
        Array.Fill(values, "");
        return values;
    }
}
