using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class DomainSet : CtlCommand
{
    private readonly Argument<string> _name;
    private readonly DomainOptions _options = new();

    public DomainSet(CtlApp app)
        : base(
            app,
            "set",
            "Changes a domain; what no option names stays as it is.",
            "mailctl domain set example.test --separator -",
            "mailctl domain set old.test --kind alias --alias-of example.test")
    {
        Aliases.Add("update");
        _name = Take(Parameters.Domain());
        _options.All.ToList().ForEach(Options.Add);
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (!_options.All.Any(run.Has))
        {
            return CommandResult.Usage("Nothing to change: give at least one of --kind, --alias-of, --separator, --dmarc-reject, --dmarc-quarantine, --comment.");
        }

        if (await DomainLookup.FindAsync(run, run.Get(_name), cancellationToken) is not { } found)
        {
            return DomainLookup.NotFound(run.Get(_name));
        }

        var domain = _options.Apply(run, found);
        if (await _options.ObjectionAsync(run, domain, cancellationToken) is { } objection)
        {
            return objection;
        }

        if (domain.Kind == DomainKind.Alias && await DomainUse.CountAsync(run.Storage.Editor, domain.Name, cancellationToken) is { IsUsed: true } use)
        {
            return CommandResult.Refused(
                $"{DomainView.Both(domain.Name)} has {use}; an alias domain has none of its own, so remove them first.");
        }

        return await DomainUpdate.SaveAsync(run, domain, "changed", cancellationToken);
    }
}
