using System.CommandLine;

namespace Mail.Ctl;

internal sealed class DomainRemove : CtlCommand
{
    private readonly Argument<string> _name;
    private readonly Option<bool> _force;

    public DomainRemove(CtlApp app)
        : base(
            app,
            "remove",
            "Removes a domain. Refused while accounts, aliases or alias domains depend on it.",
            "mailctl domain remove old.test",
            "mailctl domain remove old.test --force")
    {
        _name = Take(Parameters.Domain());
        _force = Take(new Option<bool>("--force")
        {
            Description = "Remove it all the same; accounts and aliases stay in their tables and work again when the domain is added again.",
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var name = run.Get(_name);
        var use = await DomainUse.CountAsync(run.Storage.Editor, name, cancellationToken);
        if (use.IsUsed && !run.Get(_force))
        {
            return CommandResult.Refused(
                $"Domain {DomainView.Both(name)} still has {use}; remove them first, or use --force, or: mailctl domain disable {name}");
        }

        if (!await run.Storage.Editor.RemoveDomainAsync(name, cancellationToken))
        {
            return CommandResult.Refused($"There is no domain {DomainView.Both(name)}; see: mailctl domain list");
        }

        var kept = use.IsUsed ? $"kept: {use}" : null;
        run.Answer.Write(
            new RemovedView(name, kept),
            json => json.RemovedView,
            text => text.Line($"Domain {DomainView.Both(name)} removed.{(kept is null ? "" : $" ({kept})")}"));
        return CommandResult.Done;
    }
}
