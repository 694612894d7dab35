using System.CommandLine;

namespace Mail.Ctl;

internal sealed class AliasShow : CtlCommand
{
    private readonly Argument<AliasName> _name;

    public AliasShow(CtlApp app)
        : base(app, "show", "Shows one alias with all its targets.", "mailctl alias show sales@example.test") =>
        _name = Take(Parameters.Alias());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AliasLookup.FindAsync(run, run.Get(_name), cancellationToken) is not { } alias)
        {
            return AliasLookup.NotFound(run.Get(_name));
        }

        var view = AliasView.From(alias);
        run.Answer.Write(view, json => json.AliasView, view.Write);
        return CommandResult.Done;
    }
}
