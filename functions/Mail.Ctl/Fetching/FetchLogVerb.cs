using System.CommandLine;
using System.Globalization;

namespace Mail.Ctl;

/// <summary><c>log</c>.</summary>
internal sealed class FetchLogVerb : CtlCommand
{
    private const int DefaultLimit = 50;

    private static readonly Column[] Columns = [new("When"), new("Result"), new("Messages"), new("Octets"), new("Seconds"), new("What", MayWrap: true)];

    private readonly Argument<string> _account;
    private readonly Option<int?> _limit;

    public FetchLogVerb(CtlApp app)
        : base(app, "log", "What came of the visits to a mailbox elsewhere, the newest first, for 30 days. Visits that found nothing are left out.", "mailctl fetch log alice@example.test/gmail")
    {
        _account = Take(FetchParameters.Account());
        _limit = Take(FetchParameters.Number("--limit", $"Lines at most. [default: {DefaultLimit}]", 1, 100_000));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (account, objection) = await FetchLookup.FindAsync(run, run.Get(_account), cancellationToken);
        if (account is null)
        {
            return objection!;
        }

        var rows = await run.Storage.FetchState.ListEventsAsync(account.Id, cancellationToken)
            .Take(run.Get(_limit) ?? DefaultLimit)
            .Select(FetchLogView.From)
            .ToListAsync(cancellationToken);
        run.Answer.Write(rows, json => json.IReadOnlyListFetchLogView, text => text.Table(
            Columns,
            rows.Select(row => new[]
            {
                row.At.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                row.Result,
                row.Messages.ToString(CultureInfo.InvariantCulture),
                row.Octets.ToString(CultureInfo.InvariantCulture),
                row.Seconds.ToString(CultureInfo.InvariantCulture),
                row.Text,
            })));
        return CommandResult.Done;
    }
}
