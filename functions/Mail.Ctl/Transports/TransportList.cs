namespace Mail.Ctl;

internal sealed class TransportList(CtlApp app) : CtlCommand(
    app, "list", "Lists which way mail takes.", "mailctl transport list", "mailctl transport list --json")
{
    private static readonly Column[] Columns = [new("For", MayWrap: true), new("Via"), new("Where", MayWrap: true), new("TLS"), new("Comment", MayWrap: true)];

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var rows = await run.Storage.Transports.ListAsync(cancellationToken).Select(TransportView.From).ToListAsync(cancellationToken);
        run.Answer.Write(rows, json => json.IReadOnlyListTransportView, text => text.Table(
            Columns,
            rows.Select(row => new[] { row.For, row.Enabled ? row.Via : row.Via + " (disabled)", row.Target, row.Tls, row.Comment ?? "" })));
        return CommandResult.Done;
    }
}
