using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AliasSet : CtlCommand
{
    private readonly Argument<AliasName> _name;
    private readonly Argument<MailAddress[]> _targets;
    private readonly Option<string?> _comment;

    public AliasSet(CtlApp app)
        : base(
            app,
            "set",
            "Replaces the targets of an alias.",
            "mailctl alias set sales@example.test alice@example.test carol@example.test")
    {
        _name = Take(Parameters.Alias());
        _targets = Take(Parameters.Targets());
        _comment = Take(Parameters.Text("--comment", "A note for other operators; '' removes it."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AliasLookup.FindAsync(run, run.Get(_name), cancellationToken) is not { } alias)
        {
            return AliasLookup.NotFound(run.Get(_name));
        }

        var changed = alias with
        {
            Targets = [.. run.Get(_targets).Distinct()],
            Comment = run.Get(_comment) switch { null => alias.Comment, "" => null, var comment => comment },
        };
        return await AliasUpdate.SaveAsync(run, Console, changed, "changed", cancellationToken);
    }
}
