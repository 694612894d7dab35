using System.CommandLine;

namespace Mail.Ctl;

internal sealed class DkimShow : CtlCommand
{
    private static readonly Column[] Columns = [new("Selector"), new("Algorithm"), new("State"), new("Since"), new("Record")];

    private readonly Argument<string> _domain;

    public DkimShow(CtlApp app)
        : base(app, "show", "Lists a domain's signing keys.", "mailctl domain dkim show example.test") =>
        _domain = Take(Parameters.Domain());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var editor = await run.Storage.OpenDkimKeys(Console.Environment, false, cancellationToken);
        var keys = await editor.ListAsync(run.Get(_domain), cancellationToken).Select(DkimKeyView.From).ToListAsync(cancellationToken);
        run.Answer.Write(keys, json => json.IReadOnlyListDkimKeyView, text => text.Table(Columns, keys.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(DkimKeyView key) => [key.Selector, key.Algorithm, key.State, Moment.Format(key.Since) ?? "", key.Record];
}
