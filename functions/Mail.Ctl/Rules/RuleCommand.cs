using Mail.Core;

namespace Mail.Ctl;

/// <summary>A verb about one rule, or the rules of one scope.</summary>
internal abstract class RuleCommand : CtlCommand
{
    private readonly RuleScopeParameters _scope;

    protected RuleCommand(CtlApp app, string name, string description, RuleScopeParameters scope, params string[] examples)
        : base(app, name, description, examples)
    {
        _scope = scope;
        Take(scope.Words);
        Take(scope.Domain);
        Take(scope.Site);
    }

    public sealed override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (scope, name, objection) = await _scope.ReadAsync(run, cancellationToken);
        return objection ?? await RunAsync(run, scope, name, cancellationToken);
    }

    /// <param name="scope"><c>null</c> when the command line names none, which only verbs allow that need no name.</param>
    /// <param name="name">Of the rule; <c>null</c> for verbs that take none.</param>
    protected abstract Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken);

    protected static CommandResult NotFound(RuleScope scope, string name) =>
        CommandResult.Refused($"There is no rule '{name}' for {scope}; see: mailctl rule list");

    protected static void WriteRule(CommandRun run, Rule rule, string done)
    {
        var view = RuleView.From(rule);
        run.Answer.Write(
            view,
            json => json.RuleView,
            text => text.Line($"Rule {view.Name} for {view.Scope} {done}, version {view.Version}: in force within ten seconds."));
    }
}
