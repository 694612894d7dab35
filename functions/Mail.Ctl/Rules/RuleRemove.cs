using Mail.Core;

namespace Mail.Ctl;

internal sealed class RuleRemove(CtlApp app) : RuleCommand(
    app,
    "remove",
    "Removes a rule. The history keeps it: rollback brings it back.",
    new RuleScopeParameters(words: 2, atLeast: 1),
    "mailctl rule remove alice@example.test lists")
{
    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        if (!await run.Storage.Rules.RemoveAsync(scope!, name!, cancellationToken))
        {
            return NotFound(scope!, name!);
        }

        var view = new RemovedView($"{scope} {name}", null);
        run.Answer.Write(view, json => json.RemovedView, text => text.Line($"Rule {name} for {scope} removed."));
        return CommandResult.Done;
    }
}
