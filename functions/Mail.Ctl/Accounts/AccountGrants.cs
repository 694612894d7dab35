using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountGrants : CtlCommand
{
    private static readonly Column[] Columns = [new("Sender"), new("Enabled"), new("Comment", MayWrap: true)];

    private readonly Argument<MailAddress> _address;

    public AccountGrants(CtlApp app)
        : base(app, "grants", "Lists whom an account may send as beside itself.", "mailctl account grants alice@example.test") =>
        _address = Take(Parameters.Address());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var grants = await run.Storage.Grants.ListAsync(account.AccountId, cancellationToken)
            .Select(grant => new GrantView(grant.Sender.ToString(), grant.Enabled, grant.Comment))
            .ToListAsync(cancellationToken);
        run.Answer.Write(
            grants,
            json => json.IReadOnlyListGrantView,
            text => text.Table(Columns, grants.Select(grant => new[] { grant.Sender, grant.Enabled ? "yes" : "no", grant.Comment ?? "" })));
        return CommandResult.Done;
    }
}
