using System.CommandLine;

namespace Mail.Ctl;

internal sealed class AliasRemove : CtlCommand
{
    private readonly Argument<AliasName> _name;

    public AliasRemove(CtlApp app)
        : base(app, "remove", "Removes an alias.", "mailctl alias remove sales@example.test", "mailctl alias remove @example.test") =>
        _name = Take(Parameters.Alias());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var name = run.Get(_name);
        if (!await run.Storage.Editor.RemoveAliasAsync(name.Domain, name.LocalPart, cancellationToken))
        {
            return AliasLookup.NotFound(name);
        }

        run.Answer.Write(new RemovedView(name.ToString()), json => json.RemovedView, text => text.Line($"Alias {name} removed."));
        return CommandResult.Done;
    }
}
