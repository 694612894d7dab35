using System.CommandLine;

namespace Mail.Ctl;

internal sealed class AliasSwitch : CtlCommand
{
    private readonly Argument<AliasName> _name;
    private readonly bool _enable;

    public AliasSwitch(CtlApp app, bool enable)
        : base(
            app,
            enable ? "enable" : "disable",
            enable ? "Lets an alias work again." : "Treats an alias as if it were not there; its targets stay noted.",
            $"mailctl alias {(enable ? "enable" : "disable")} sales@example.test")
    {
        _enable = enable;
        _name = Take(Parameters.Alias());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken) =>
        await AliasLookup.FindAsync(run, run.Get(_name), cancellationToken) is { } alias
            ? await AliasUpdate.SaveAsync(run, Console, alias with { Enabled = _enable }, _enable ? "enabled" : "disabled", cancellationToken)
            : AliasLookup.NotFound(run.Get(_name));
}
