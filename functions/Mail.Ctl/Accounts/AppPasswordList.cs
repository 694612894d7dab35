using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AppPasswordList : CtlCommand
{
    private static readonly Column[] Columns = [new("Name", MayWrap: true), new("Enabled"), new("Created"), new("Last used")];

    private readonly Argument<MailAddress> _address;

    public AppPasswordList(CtlApp app)
        : base(
            app,
            "list",
            "Lists an account's app passwords, and when each was last used (to the hour).",
            "mailctl account app-password list alice@example.test") =>
        _address = Take(Parameters.Address());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var passwords = await run.Storage.Credentials.ListAsync(account.AccountId, cancellationToken)
            .Select(AppPasswordView.From)
            .ToListAsync(cancellationToken);
        run.Answer.Write(passwords, json => json.IReadOnlyListAppPasswordView, text => text.Table(Columns, passwords.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(AppPasswordView password) =>
    [
        password.Name,
        password.Enabled ? "yes" : "no",
        Moment.Format(password.CreatedAt) ?? "",
        Moment.Format(password.LastUsedAt) ?? "never",
    ];
}
