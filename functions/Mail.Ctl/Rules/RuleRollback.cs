using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class RuleRollback : RuleCommand
{
    private readonly Option<string?> _to;

    public RuleRollback(CtlApp app)
        : base(
            app,
            "rollback",
            "Brings an earlier version of a rule back: the one before the last change, or the one that you name.",
            new RuleScopeParameters(words: 2, atLeast: 1),
            "mailctl rule rollback alice@example.test lists",
            "mailctl rule rollback alice@example.test lists --to 3fa9c1d2e4b7") =>
        _to = Take(Parameters.Text("--to", "A version as in: mailctl rule history; its beginning is enough.", "VERSION"));

    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        var history = await run.Storage.Rules.HistoryAsync(scope!, name, cancellationToken).ToListAsync(cancellationToken);
        if (history.Count == 0)
        {
            return NotFound(scope!, name!);
        }

        var current = await run.Storage.Rules.FindAsync(scope!, name!, cancellationToken);
        if (Choose(history, current, run.Get(_to)) is not { } earlier)
        {
            return CommandResult.Refused(run.Get(_to) is { } version
                ? $"The history of rule '{name}' has no version {version}, or several that begin so; see: mailctl rule history"
                : $"The history of rule '{name}' has no earlier version");
        }

        if (RuleCompiler.Problem(earlier) is { } problem)
        {
            return CommandResult.Refused($"That version does not compile: {problem}");
        }

        await run.Storage.Rules.SetAsync(earlier, RuleChange.RolledBack, cancellationToken);
        WriteRule(run, earlier, "rolled back");
        return CommandResult.Done;
    }

    private static Rule? Choose(List<RuleVersion> history, Rule? current, string? version)
    {
        var candidates = history.Select(entry => entry.Rule with { Problem = null });
        if (version is null)
        {
            return candidates.FirstOrDefault(rule => current is null || !rule.IsSame(current));
        }

        var matches = candidates.Where(rule => rule.Version.StartsWith(version, StringComparison.Ordinal)).ToList();
        return matches.Select(rule => rule.Version).Distinct().Count() == 1 ? matches[0] : null;
    }
}
