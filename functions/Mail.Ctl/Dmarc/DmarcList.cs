using System.Globalization;

namespace Mail.Ctl;

internal sealed class DmarcList : CtlCommand
{
    private static readonly Column[] Columns = [new("Domain"), new("Messages"), new("Passed"), new("Failed"), new("Reports"), new("Reporters", MayWrap: true)];

    private readonly DmarcPeriod _period = new();

    public DmarcList(CtlApp app)
        : base(
            app,
            "list",
            "Says for each domain of ours how much mail in its name other servers have reported, and how much of it failed DMARC.",
            "mailctl dmarc list",
            "mailctl dmarc list example.test --days 30",
            "mailctl dmarc list --json | jq '.[] | {domain, failed}'")
    {
        Take(_period.Domain);
        Take(_period.Days);
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var views = await _period.ReadAsync(run, Time, cancellationToken);
        run.Answer.Write(views, json => json.IReadOnlyListDmarcDomainView, text => text.Table(Columns, views.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(DmarcDomainView view) =>
    [
        view.Domain,
        view.Messages.ToString(CultureInfo.InvariantCulture),
        view.Passed.ToString(CultureInfo.InvariantCulture),
        view.Failed.ToString(CultureInfo.InvariantCulture),
        view.Reporters.Sum(reporter => reporter.Reports).ToString(CultureInfo.InvariantCulture),
        string.Join(", ", view.Reporters.Select(reporter => reporter.Reporter)),
    ];
}
