using System.Globalization;

namespace Mail.Ctl;

internal sealed class DmarcShow : CtlCommand
{
    private static readonly Column[] Columns =
        [new("Source"), new("From", MayWrap: true), new("Messages"), new("DMARC"), new("DKIM"), new("SPF"), new("Done"), new("Reporters", MayWrap: true)];

    private readonly DmarcPeriod _period = new();

    public DmarcShow(CtlApp app)
        : base(
            app,
            "show",
            "Says who sends in the name of our domains, as other servers have seen it: from which addresses, whether it passed DMARC, and what was done.",
            "mailctl dmarc show example.test",
            "mailctl dmarc show example.test --days 30 --json | jq '.[].sources[] | select(.passed | not)'")
    {
        Take(_period.Domain);
        Take(_period.Days);
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var views = await _period.ReadAsync(run, Time, cancellationToken);
        run.Answer.Write(views, json => json.IReadOnlyListDmarcDomainView, text => Write(text, views));
        return CommandResult.Done;
    }

    private static void Write(TextAnswer text, List<DmarcDomainView> views)
    {
        if (views.Count == 0)
        {
            text.Line("No reports have been counted in that time. (mailctl setting set dmarc-report-address says where they come.)");
        }

        foreach (var view in views)
        {
            foreach (var sentence in DmarcSentences.About(view))
            {
                text.Line(sentence);
            }

            text.Table(Columns, view.Sources.Select(Row));
        }
    }

    private static string[] Row(DmarcSourceView source) =>
    [
        source.Source,
        source.HeaderFrom,
        source.Messages.ToString(CultureInfo.InvariantCulture),
        Word(source.Passed),
        Word(source.Dkim),
        Word(source.Spf),
        source.Override is null ? source.Disposition : $"{source.Disposition} ({source.Override})",
        string.Join(", ", source.Reporters),
    ];

    private static string Word(bool passed) => passed ? "pass" : "fail";
}
