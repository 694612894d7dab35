using System.CommandLine;

namespace Mail.Ctl;

internal sealed class AccountList : CtlCommand
{
    private static readonly Column[] Columns =
    [
        new("Address"), new("Name", MayWrap: true), new("Enabled"), new("Quota"), new("Password"), new("Id"),
    ];

    private readonly Argument<string?> _domain;

    public AccountList(CtlApp app)
        : base(app, "list", "Lists accounts.", "mailctl account list", "mailctl account list example.test --json") =>
        _domain = Take(Parameters.OptionalDomain("Only accounts of this domain."));

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var accounts = await run.Storage.Editor
            .ListAccountsAsync(run.Parsed.GetValue(_domain), cancellationToken)
            .Select(AccountView.From)
            .ToListAsync(cancellationToken);
        run.Answer.Write(accounts, json => json.IReadOnlyListAccountView, text => text.Table(Columns, accounts.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(AccountView account) =>
    [
        account.Address,
        account.Name ?? "",
        account.Enabled ? "yes" : "no",
        account.QuotaText(),
        account.HasPassword ? "set" : "none",
        account.Id,
    ];
}
