using System.Text.RegularExpressions;
using Mail.Sieve.Matching;

namespace Mail.Sieve;

/// <summary>The match type <c>:regex</c> (draft-ietf-sieve-regex-01).</summary>
internal sealed partial class Matcher
{
    // What making a regular expression while the script runs costs, in steps: some 100 µs.
    private const int CostOfRegex = 1000;

    private bool MatchesRegex(SieveRun run, string value, PosixRegex? regex)
    {
        // Linear in the value, some 5 ns a character unless the automaton has to grow, which SpendRegexTime counts.
        run.Spend(value.Length >> 7, _position);
        if (regex is null || run.HasFailed)
        {
            return false;
        }

        var started = run.Clock.GetTimestamp();
        try
        {
            var isMatch = regex.IsMatch(value);
            if (isMatch && _captures)
            {
                run.MatchValues = new RegexGroups(run, _position, regex, value);
            }

            run.SpendRegexTime(run.Clock.GetElapsedTime(started), _position);
            return isMatch && !run.HasFailed;
        }
        catch (RegexMatchTimeoutException)
        {
            run.Fail(_position, "a value takes too long to be compared with this regular expression");
            return false;
        }
    }

    private PosixRegex? MakeRegex(BoundArguments arguments, string keysName, string key)
    {
        if (arguments.Binder.TryCountRegex())
        {
            return MakeRegex(key, _comparator, isKept: true, error => arguments.Fail(keysName, error));
        }

        arguments.Fail(keysName, $"expected at most {arguments.Options.MaxRegexes} regular expressions in a script");
        return null;
    }

    private PosixRegex? MakeRegex(SieveRun run, string key)
    {
        run.Spend(CostOfRegex, _position);
        return run.HasFailed ? null : MakeRegex(key, _comparator, isKept: false, error => run.Fail(_position, error));
    }

    private static PosixRegex? MakeRegex(string key, Comparator comparator, bool isKept, Action<string> fail)
    {
        if (PosixRegex.TryMake(key, comparator.AreEqual("a", "A"), isKept, out var regex, out var error))
        {
            return regex;
        }

        fail(error);
        return null;
    }
}
