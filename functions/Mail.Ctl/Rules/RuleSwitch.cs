using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class RuleSwitch(CtlApp app, bool enable) : RuleCommand(
    app,
    enable ? "enable" : "disable",
    enable ? "Puts a rule in force again." : "Puts a rule out of force; it stays where it is.",
    new RuleScopeParameters(words: 2, atLeast: 1),
    $"mailctl rule {(enable ? "enable" : "disable")} alice@example.test lists")
{
    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        if (await run.Storage.Rules.FindAsync(scope!, name!, cancellationToken) is not { } rule)
        {
            return NotFound(scope!, name!);
        }

        if (enable && RuleCompiler.Problem(rule) is { } problem)
        {
            return CommandResult.Refused($"The rule does not compile: {problem}");
        }

        rule = rule with { Enabled = enable, Problem = null };
        await run.Storage.Rules.SetAsync(rule, enable ? RuleChange.Enabled : RuleChange.Disabled, cancellationToken);
        WriteRule(run, rule, enable ? "enabled" : "disabled");
        return CommandResult.Done;
    }
}
