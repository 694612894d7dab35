using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class RuleExport(CtlApp app) : RuleCommand(
    app,
    "export",
    "Writes the rules of an account, a domain or the site as one Sieve script, for other servers or for safekeeping.",
    new RuleScopeParameters(words: 1, atLeast: 0),
    "mailctl rule export alice@example.test > alice.sieve",
    "mailctl rule export --site --json")
{
    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        if (scope is null)
        {
            return CommandResult.Usage("Give an account, or --domain DOMAIN, or --site.");
        }

        var rules = await run.Storage.Rules.ListAsync(scope, cancellationToken).ToListAsync(cancellationToken);
        if (rules.Find(rule => rule.Enabled && RuleCompiler.Problem(rule) is not null) is { } broken)
        {
            return CommandResult.Refused($"The rule {broken.Name} does not compile; see: mailctl rule check");
        }

        var view = new RuleExportView(scope.ToString(), rules.Count, RuleScript.Of(rules));
        run.Answer.Write(view, json => json.RuleExportView, text => text.Lines(view.Script));
        return CommandResult.Done;
    }
}
