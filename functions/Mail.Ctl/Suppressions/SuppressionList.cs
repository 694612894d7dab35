using System.CommandLine;

namespace Mail.Ctl;

internal sealed class SuppressionList : CtlCommand
{
    private static readonly Column[] Columns = [new("Address"), new("Status"), new("Reason", MayWrap: true), new("Since"), new("Expires"), new("Source")];

    private readonly Argument<string?> _domain;

    public SuppressionList(CtlApp app)
        : base(app, "list", "Lists the addresses elsewhere to which nothing is sent.", "mailctl suppression list", "mailctl suppression list far.test") =>
        _domain = Take(Parameters.OptionalDomain("Only addresses of this domain."));

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var entries = await run.Storage.Suppressions.ListAsync(run.Parsed.GetValue(_domain), cancellationToken)
            .Select(SuppressionView.From)
            .ToListAsync(cancellationToken);
        run.Answer.Write(entries, json => json.IReadOnlyListSuppressionView, text => text.Table(Columns, entries.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(SuppressionView entry) =>
        [entry.Address, entry.Status ?? "", entry.Reason, Moment.Format(entry.Since), Moment.Format(entry.Expires) ?? "never", entry.Source];
}
