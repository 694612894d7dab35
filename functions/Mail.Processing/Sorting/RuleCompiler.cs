using System.Text;
using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Compiles rules, and keeps what came of it: rules are read again every few seconds, and hardly ever changed.</summary>
public sealed class RuleCompiler
{
    /// <summary>Rules in use at a time by one process, some kilobytes each; a rule beyond is compiled again.</summary>
    private const int Capacity = 4096;

    /// <summary>Of what is wrong with a rule the first is told: what follows is often a consequence.</summary>
    private const int MaxProblems = 3;

    /// <summary>
    /// Characters. What is wrong may quote the rule; a text that its column would not give back as it is would be written anew each time that rules are read.
    /// </summary>
    private const int MaxProblem = 1000;

    private static readonly SieveCompiler Scripts = new(RuleOptions.Script);
    private static readonly SieveCompiler Rows = new(RuleOptions.Row);

    private readonly RecentlyUsed<(RuleScope Scope, string Name, string Version), CompiledRule> _compiled = new(Capacity);

    /// <summary>What is wrong with a rule, with line and column, in words; <c>null</c> when nothing is.</summary>
    public static string? Problem(Rule rule) => Make(rule).Problem;

    internal CompiledRule Compile(Rule rule)
    {
        var key = (rule.Scope, rule.Name, rule.Version);
        if (!_compiled.TryGet(key, out var known))
        {
            // Not under the lock of the cache: a large script takes milliseconds, and two who compile it at once make the same.
            _compiled.Set(key, known = Make(rule));
        }

        return known with { Rule = rule };
    }

    /// <summary>A script is as it would be elsewhere, with <c>require</c>; a row has every extension at hand.</summary>
    private static CompiledRule Make(Rule rule)
    {
        var compilation = (rule.Script is null ? Rows : Scripts).Compile(RuleOrigin.Name(rule), rule.Text);
        return new CompiledRule(
            rule,
            compilation.Script,
            compilation.Succeeded
                ? null
                : Words(compilation.Problems));
    }

    private static string Words(IReadOnlyList<SieveProblem> problems)
    {
        var words = new StringBuilder();
        foreach (var rune in string.Join("; ", problems.Take(MaxProblems).Select(problem => $"line {problem.Line}, column {problem.Column}: {problem.Message}")).EnumerateRunes().Take(MaxProblem))
        {
            words.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return words.ToString().Trim();
    }
}
