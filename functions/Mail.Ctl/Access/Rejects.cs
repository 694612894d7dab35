using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class Rejects : CtlCommand
{
    private const int DefaultLimit = 50;

    private static readonly TimeSpan DefaultTime = TimeSpan.FromDays(7);

    private static readonly Column[] Columns =
        [new("Id"), new("Time"), new("From", MayWrap: true), new("To"), new("Client", MayWrap: true), new("Reason"), new("Told", MayWrap: true)];

    private readonly Option<MailAddress?> _recipient;
    private readonly Option<DateTimeOffset?> _since;
    private readonly Option<int> _limit;

    public Rejects(CtlApp app)
        : base(
            app,
            "rejects",
            "Shows mail that was refused, the newest first, and why. To let one in: mailctl access allow ID.",
            "mailctl rejects --recipient alice@example.test",
            "mailctl rejects --since 24h --limit 200")
    {
        _recipient = Take(AccessParameters.Address("--recipient", "Only what this person, or this alias, would have got."));
        _since = Take(AccessParameters.Moment("--since", "The oldest that is shown: 24h, or 2026-01-31; default 7d.", Time, direction: -1));
        _limit = Take(new Option<int>("--limit")
        {
            Description = $"How many at most; default {DefaultLimit}.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLimit,
            CustomParser = result => SettingText.TryNumber(result.Tokens[0].Value, 1, 100_000, out var limit)
                ? limit
                : Parameters.Refuse<int>(result, "--limit is a number from 1 to 100000."),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var recipient = run.Get(_recipient);
        var owner = recipient is null ? null : await OwnerOfAsync(run, recipient, cancellationToken);
        var records = run.Storage.Rejects.ListAsync(owner, run.Get(_since) ?? Time.GetUtcNow() - DefaultTime, cancellationToken);
        if (recipient is not null && !recipient.Equals(owner))
        {
            records = records.Where(record => record.Recipient.Equals(recipient));
        }

        var found = await records.Take(run.Get(_limit)).Select(RejectView.From).ToListAsync(cancellationToken);
        run.Answer.Write(found, json => json.IReadOnlyListRejectView, text =>
        {
            if (found.Count == 0)
            {
                text.Line("Nothing was refused in this time.");
                return;
            }

            text.Table(Columns, found.Select(Row));
        });
        return CommandResult.Done;
    }

    /// <summary>Records stand with the account that an address leads to.</summary>
    private static async Task<MailAddress> OwnerOfAsync(CommandRun run, MailAddress recipient, CancellationToken cancellationToken) =>
        await new Router(run.Storage.Directory).ResolveAsync(recipient, cancellationToken)
            is RouteResult.Found { Destinations: [RouteDestination.Mailbox only] }
            ? only.Account.Address
            : recipient;

    private static string[] Row(RejectView record) =>
    [
        record.Id,
        Moment.Format(record.At),
        $"<{record.Sender}>",
        record.Recipient,
        $"{record.ClientName ?? "unknown"}[{record.ClientAddress}]",
        record.Reason + (record.LeftOut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {record.LeftOut} not shown)")),
        record.Reply,
    ];
}
