using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccessRemove : CtlCommand
{
    private readonly Argument<AccessKind> _kind;
    private readonly Argument<string> _pattern;
    private readonly Option<string?> _for;

    public AccessRemove(CtlApp app)
        : base(app, "remove", "Removes a rule.", "mailctl access remove client 192.0.2.0/24", "mailctl access remove sender @shop.test --for alice@example.test")
    {
        _kind = Take(AccessParameters.Kind());
        _pattern = Take(AccessParameters.Pattern());
        _for = Take(AccessParameters.For());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (pattern, error) = AccessParameters.PatternOf(run.Get(_kind), run.Get(_pattern), run.Get(_for));
        if (pattern is null)
        {
            return CommandResult.Usage(error!);
        }

        var name = $"{AccessKinds.Name(pattern.Kind)} {pattern}";
        if (!await run.Storage.Access.RemoveAsync(pattern, cancellationToken))
        {
            return CommandResult.Refused($"There is no rule for {name}; see: mailctl access list");
        }

        run.Answer.Write(new RemovedView(name, null), json => json.RemovedView, text => text.Line($"Rule for {name} removed."));
        return CommandResult.Done;
    }
}
