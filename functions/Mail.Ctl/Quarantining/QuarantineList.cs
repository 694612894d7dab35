namespace Mail.Ctl;

internal sealed class QuarantineList(CtlApp app) : CtlCommand(
    app, "list", "Lists what scanners keep from everybody, oldest first.", "mailctl quarantine list", "mailctl quarantine list --json | jq -r '.[].id'")
{
    private static readonly Column[] Columns =
        [new("Id"), new("Held"), new("Size"), new("Sender", MayWrap: true), new("Recipients", MayWrap: true), new("Subject", MayWrap: true), new("Reason", MayWrap: true)];

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var views = await QuarantineParameters.Of(run, Time).ListAsync(cancellationToken).Select(QuarantineView.From).ToListAsync(cancellationToken);
        run.Answer.Write(views, json => json.IReadOnlyListQuarantineView, text => text.Table(Columns, views.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(QuarantineView view) =>
    [
        view.Id,
        Moment.Format(view.HeldAt),
        ByteSize.Format(view.Size),
        view.Sender.Length == 0 ? "<>" : view.Sender,
        view.Recipients.Count > 2 ? $"{view.Recipients[0]} and {view.Recipients.Count - 1} more" : string.Join(", ", view.Recipients),
        view.Subject,
        view.Reason,
    ];
}
