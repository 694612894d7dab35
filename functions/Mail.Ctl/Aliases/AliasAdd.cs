using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AliasAdd : CtlCommand
{
    private readonly Argument<AliasName> _name;
    private readonly Argument<MailAddress[]> _targets;
    private readonly Option<string?> _comment;

    public AliasAdd(CtlApp app)
        : base(
            app,
            "add",
            "Adds an alias. Warns when it leads nowhere or back to itself.",
            "mailctl alias add sales@example.test alice@example.test bob@example.test",
            "mailctl alias add @example.test postmaster@example.test",
            "mailctl alias add carol@example.test carol@elsewhere.test --comment 'until June'")
    {
        _name = Take(Parameters.Alias());
        _targets = Take(Parameters.Targets());
        _comment = Take(Parameters.Text("--comment", "A note for other operators."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var name = run.Get(_name);
        if (await ObjectionAsync(run, name, cancellationToken) is { } objection)
        {
            return objection;
        }

        var alias = new AliasEntry
        {
            Domain = name.Domain,
            LocalPart = name.LocalPart,
            Targets = [.. run.Get(_targets).Distinct()],
            Comment = run.Get(_comment) is { Length: > 0 } comment ? comment : null,
        };
        if (!await run.Storage.Editor.AddAliasAsync(alias, cancellationToken))
        {
            return CommandResult.Refused($"Alias {name} already exists; to change it: mailctl alias set {name} TARGET…");
        }

        return await AliasUpdate.AnswerAsync(run, Console, alias, "added", cancellationToken);
    }

    private static async ValueTask<CommandResult?> ObjectionAsync(CommandRun run, AliasName name, CancellationToken cancellationToken)
    {
        var domain = await run.Storage.Directory.FindDomainAsync(name.Domain, cancellationToken);
        if (domain is null)
        {
            return DomainLookup.NotFound(name.Domain);
        }

        if (domain.Kind == DomainKind.Alias)
        {
            return CommandResult.Refused(
                $"{DomainView.Both(domain.Name)} is an alias domain and has no aliases of its own; add it to {domain.AliasOf}.");
        }

        return name.Address is { } address && await AccountLookup.FindAsync(run, address, cancellationToken) is not null
            ? CommandResult.Refused($"There is an account {address}, which goes before an alias; the alias would never be used.")
            : null;
    }
}
