using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class FetchList : CtlCommand
{
    private static readonly Column[] Columns =
        [new("Account", MayWrap: true), new("Where", MayWrap: true), new("Every"), new("Keep"), new("State"), new("Messages"), new("Problem", MayWrap: true)];

    private readonly Argument<MailAddress?> _target;

    public FetchList(CtlApp app)
        : base(app, "list", "Lists mailboxes elsewhere from which mail is collected, and how it goes.", "mailctl fetch list", "mailctl fetch list alice@example.test --json") =>
        _target = Take(new Argument<MailAddress?>("ADDRESS")
        {
            Description = "For whom; without it all.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = Parameters.ReadAddress,
        });

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var accounts = run.Parsed.GetValue(_target) is { } target
            ? run.Storage.RemoteAccounts.ListAsync(target, cancellationToken)
            : run.Storage.RemoteAccounts.ListAsync(cancellationToken);
        var rows = new List<FetchView>();
        await foreach (var account in accounts)
        {
            var health = (await run.Storage.FetchState.LoadAsync(account.Id, cancellationToken)).Health;
            var row = FetchView.From(account, health);
            rows.Add(await RemoteAccountOwner.FindOtherAsync(run.Storage.RemoteAccounts, account, health, cancellationToken) is { } other
                ? row with { State = "failing", Problem = RemoteAccountOwner.ProblemOf(other) }
                : row);
        }

        run.Answer.Write(rows, json => json.IReadOnlyListFetchView, text => text.Table(
            Columns,
            rows.Select(row => new[] { row.Account, row.Where, row.Interval, row.Keep, row.State, row.Messages.ToString(CultureInfo.InvariantCulture), row.Problem ?? "" })));
        return CommandResult.Done;
    }
}
