using System.CommandLine;

namespace Mail.Ctl;

internal sealed class DomainSwitch : CtlCommand
{
    private readonly Argument<string> _name;
    private readonly bool _enable;

    public DomainSwitch(CtlApp app, bool enable)
        : base(
            app,
            enable ? "enable" : "disable",
            enable ? "Accepts mail for a domain again." : "Treats a domain as if it were not ours; its accounts and their mail stay.",
            $"mailctl domain {(enable ? "enable" : "disable")} example.test")
    {
        _enable = enable;
        _name = Take(Parameters.Domain());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken) =>
        await DomainLookup.FindAsync(run, run.Get(_name), cancellationToken) is { } domain
            ? await DomainUpdate.SaveAsync(run, domain with { Enabled = _enable }, _enable ? "enabled" : "disabled", cancellationToken)
            : DomainLookup.NotFound(run.Get(_name));
}
