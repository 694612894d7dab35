namespace Mail.Ctl;

internal sealed class DomainList(CtlApp app) : CtlCommand(app, "list", "Lists the domains.", "mailctl domain list")
{
    private static readonly Column[] Columns =
    [
        new("Domain"), new("Kind"), new("Enabled"), new("Alias of"), new("Separator"),
        new("Comment", MayWrap: true),
    ];

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var domains = await run.Storage.Editor.ListDomainsAsync(cancellationToken).Select(DomainView.From).ToListAsync(cancellationToken);
        run.Answer.Write(domains, json => json.IReadOnlyListDomainView, text => text.Table(Columns, domains.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(DomainView domain) =>
    [
        domain.DisplayName,
        domain.Kind,
        domain.Enabled ? "yes" : "no",
        domain.AliasOf is { } target ? DomainView.Unicode(target) : "",
        domain.Separator ?? "none",
        domain.Comment ?? "",
    ];
}
