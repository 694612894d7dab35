using System.Globalization;
using Mail.Sieve.Matching;

namespace Mail.Sieve;

/// <summary>Compares values of a message with the keys of a test, as its match type and comparator say.</summary>
internal sealed partial class Matcher
{
    // A pattern that is made while a script runs costs about as much as this many comparisons.
    private const int CostOfPattern = 10;

    private readonly ScriptPosition _position;
    private readonly MatchKind _kind;
    private readonly Comparator _comparator;
    private readonly RelationalOperator _relation;
    private readonly TextList _keys;
    private bool _keysAreFlags;

    /// <summary>Match variables are wanted (RFC 5229 §3.2).</summary>
    private readonly bool _captures;

    /// <summary>For keys without variables; otherwise <c>null</c>.</summary>
    private readonly WildcardPattern[]? _patterns;
    private readonly PosixRegex?[]? _regexes;

    private Matcher(BoundArguments arguments, TextList keys, string keysName, MatchKind kind, Comparator comparator)
    {
        _position = arguments.Position;
        _kind = kind;
        _comparator = comparator;
        _relation = kind is MatchKind.Value or MatchKind.Count ? MatchTags.Relation(arguments, kind) : default;
        _keys = keys;
        _captures = arguments.Binder.IsActive(Capability.Variables);
        if (kind == MatchKind.Matches && comparator.SupportsSubstrings && _keys.Constants is { } constants)
        {
            _patterns = Array.ConvertAll(constants, key => new WildcardPattern(key, comparator));
        }

        if (kind == MatchKind.Regex && _keys.Constants is { } expressions)
        {
            _regexes = Array.ConvertAll(expressions, key => MakeRegex(arguments, keysName, key));
        }
    }

    public bool IsCount => _kind == MatchKind.Count;

    /// <summary>Reports what is wrong with match type and comparator; what is returned is then never run.</summary>
    /// <param name="keysAreFlags">A key may hold several flags with spaces between (RFC 5232 §2).</param>
    public static Matcher From(BoundArguments arguments, string keysName, bool keysAreFlags = false)
    {
        var kind = MatchTags.Kind(arguments);
        var comparator = MatchTags.Comparator(arguments);
        // RFC 5228 §2.7.1: it is an error.
        if (kind is MatchKind.Contains or MatchKind.Matches or MatchKind.Regex && !comparator.SupportsSubstrings)
        {
            arguments.Fail($"expected a comparator that can search in strings, but '{comparator.Name}' only compares whole ones");
        }

        var keys = arguments.Texts(keysName)!;
        return new Matcher(arguments, keysAreFlags ? keys.Split() : keys, keysName, kind, comparator) { _keysAreFlags = keysAreFlags };
    }

    /// <summary>Begins a test. The keys are what they are now.</summary>
    public MatchState Start(SieveRun run)
    {
        var keys = _keys.Expand(run);
        return new MatchState(this, run, _keysAreFlags && _keys.Constants is null ? TextList.Split(keys) : keys);
    }

    /// <summary>Compares one value with all keys.</summary>
    internal bool Matches(SieveRun run, string value, string[] keys)
    {
        for (var i = 0; i < keys.Length && !run.HasFailed; i++)
        {
            run.Spend(1 + _comparator.CostOf(value) + _comparator.CostOf(keys[i]), _position);
            if (!run.HasFailed && Matches(run, value, keys[i], i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Compares the number of values with all keys (RFC 5231 §4.2).</summary>
    internal bool MatchesCount(int count, string[] keys)
    {
        var text = count.ToString(CultureInfo.InvariantCulture);
        return Array.Exists(keys, key => _relation.Holds(_comparator.Compare(text, key)));
    }

    private bool Matches(SieveRun run, string value, string key, int index) => _kind switch
    {
        MatchKind.Is => _comparator.AreEqual(value, key),
        MatchKind.Contains => Substring.Contains(value, key, _comparator),
        MatchKind.Value => _relation.Holds(_comparator.Compare(value, key)),
        MatchKind.Matches => MatchesPattern(run, value, _patterns?[index] ?? MakePattern(run, key)),
        MatchKind.Regex => MatchesRegex(run, value, _regexes is not null ? _regexes[index] : MakeRegex(run, key)),
        _ => false,
    };

    private bool MatchesPattern(SieveRun run, string value, WildcardPattern pattern)
    {
        string[] captures = [];
        var work = 0L;
        var outcome = _captures ? pattern.Match(value, ref work, out captures) : pattern.Match(value, ref work);
        run.Spend((int)(work >> 8), _position);
        if (outcome == WildcardOutcome.TooCostly)
        {
            run.Fail(_position, "a value takes too long to be compared with this pattern");
        }

        if (outcome == WildcardOutcome.Match && _captures)
        {
            run.MatchValues = captures;
        }

        return outcome == WildcardOutcome.Match;
    }

    private WildcardPattern MakePattern(SieveRun run, string key)
    {
        run.Spend(CostOfPattern + (key.Length >> 2), _position);
        return new WildcardPattern(run.HasFailed ? "" : key, _comparator);
    }
}
