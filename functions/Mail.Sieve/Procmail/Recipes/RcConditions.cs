using System.Globalization;
using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>Conditions of recipes as tests; procmailrc(5), "Conditions".</summary>
internal sealed partial class RcConditions(RcContext context)
{
    /// <param name="flags">Of the recipe: <c>H</c>, <c>B</c>, <c>D</c>.</param>
    public RcConditionResult Convert(string condition, string flags)
    {
        var weighted = Weight().Match(condition);
        if (!weighted.Success)
        {
            return new RcConditionResult(Test(condition, flags));
        }

        return Number(weighted.Groups["weight"].Value) is { } weight && Number(weighted.Groups["exponent"].Value) is { } exponent
            ? new RcConditionResult(Test(condition[weighted.Length..], flags), weight, exponent)
            : new RcConditionResult(PatternTest.Failed("the weight is no number"));
    }

    private PatternTest Test(string condition, string flags, int depth = 0)
    {
        switch (condition)
        {
            // As deep as the conditions that are evaluated and read again.
            case var _ when depth > ImportLimits.Depth:
                return PatternTest.Failed("it goes on and on");
            case ['!', .. var rest]:
                return Not(Test(rest.TrimStart(), flags, depth + 1));
            case ['$', .. var rest] when !rest.StartsWith(')'):
                var (text, problem) = context.Variables.ExpandCondition(rest.TrimStart());
                return text is null ? PatternTest.Failed(problem!) : Test(text.TrimStart(), flags, depth + 1);
            case ['?', .. var rest]:
                return new RcProgramTests(context).Convert(rest.Trim());
            case ['<' or '>', ..] when Size().Match(condition) is { Success: true } size:
                return OfSize(condition[0], size.Groups["size"].Value);
            case ['\\', ('!' or '$' or '?' or '<' or '>' or '\\'), ..]:
                return Areas(condition[1..], flags);
            default:
                return Other(condition, flags);
        }
    }

    private PatternTest Other(string condition, string flags)
    {
        var other = Elsewhere().Match(condition);
        var rest = condition[other.Length..];
        return other.Groups["name"].Value switch
        {
            "" => Areas(condition, flags),
            "B" or "H" or "HB" or "BH" => rest.StartsWith('!')
                ? Not(Areas(rest[1..].TrimStart(), Area(flags, other.Groups["name"].Value)))
                : Areas(rest, Area(flags, other.Groups["name"].Value)),
            var name => rest.StartsWith('!') ? Not(OfVariable(name, rest[1..].TrimStart(), flags)) : OfVariable(name, rest, flags),
        };
    }

    private static string Area(string flags, string area) => string.Concat(flags.Where(flag => flag is not ('H' or 'B'))) + area;

    private static PatternTest OfSize(char comparison, string size) => new()
    {
        // Lines end in one octet there and in two here; nobody's limit is that exact.
        Test = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var octets) && octets <= int.MaxValue
            ? SieveTest.Of(string.Create(CultureInfo.InvariantCulture, $"size :{(comparison == '<' ? "under" : "over")} {octets}"))
            : comparison == '<' ? SieveTest.True : SieveTest.False,
    };

    private PatternTest Areas(string text, string flags)
    {
        var (pattern, problem) = ProcmailPatternParser.Parse(text);
        if (pattern is null)
        {
            return PatternTest.Failed(problem!);
        }

        var isCaseSensitive = flags.Contains('D', StringComparison.Ordinal);
        var isBody = flags.Contains('B', StringComparison.Ordinal);
        var isHeader = !isBody || flags.Contains('H', StringComparison.Ordinal);
        if (isHeader && IsSpamMark(text))
        {
            return SpamMark(text, isCaseSensitive);
        }

        var header = isHeader ? HeaderTests.Of(pattern, isCaseSensitive) : null;
        var body = isBody ? BodyTests.Of(pattern, isCaseSensitive) : null;
        return header is null ? body!
            : body is null ? header
            : header.Problem is not null ? header
            : body.Problem is not null ? body
            : header with { Test = SieveTest.AnyOf([header.Test!, body.Test!]) };
    }

    /// <summary>The fields that the filter would have added are not there; its verdict is (RFC 5235).</summary>
    private bool IsSpamMark(string text) => context.HasSpamFilter && SpamField().IsMatch(text);

    private static PatternTest SpamMark(string text, bool isCaseSensitive)
    {
        var own = ProcmailPatternParser.Parse(text).Pattern is { } pattern ? HeaderTests.Of(pattern, isCaseSensitive) : PatternTest.Failed("");
        // RFC 5235 §3.2: from 1, surely no spam, to 10, surely spam.
        var verdict = SieveTest.Of("spamtest :value \"ge\" :comparator \"i;ascii-numeric\" \"8\"");
        return new PatternTest
        {
            Test = own.Test is null ? verdict : SieveTest.AnyOf([own.Test, verdict]),
            Remark = "the verdict of our own filter counts as well",
            IsApproximate = true,
        };
    }

    private PatternTest OfVariable(string name, string text, string flags)
    {
        var (value, problem) = context.Variables[name];
        var (pattern, unreadable) = ProcmailPatternParser.Parse(text);
        return value is null ? PatternTest.Failed($"{name}: {problem}")
            : pattern is null ? PatternTest.Failed(unreadable!)
            : VariableTests.Of(value, pattern, flags.Contains('D', StringComparison.Ordinal));
    }

    private static PatternTest Not(PatternTest test) =>
        test.Test is null ? test : test with { Test = SieveTest.NotOf(test.Test), Group = 0 };

    private static double? Number(string text) => text.Length == 0 ? 0
        : double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    // procmailsc(5): w^x, then the condition.
    [GeneratedRegex(@"^(?<weight>[-+]?[0-9.]+)\^(?<exponent>[-+]?[0-9.]*)\s*")]
    private static partial Regex Weight();

    [GeneratedRegex(@"^[<>]\s*(?<size>[0-9]+)$")]
    private static partial Regex Size();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\?\?\s*")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"^\^X-(Spam-(Status|Flag)\b|Bogosity|SpamBayes-Classification|Spambayes-Classification).*(yes|spam)", RegexOptions.IgnoreCase)]
    private static partial Regex SpamField();
}
