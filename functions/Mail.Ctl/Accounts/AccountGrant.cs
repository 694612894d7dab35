using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountGrant : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Argument<GrantedSender> _sender;
    private readonly Option<string?> _comment;

    public AccountGrant(CtlApp app)
        : base(
            app,
            "grant",
            "Lets an account send as another address or domain. Its own address, +details and aliases that lead to it need no grant.",
            "mailctl account grant alice@example.test boss@example.test",
            "mailctl account grant mailer@example.test @news.example.test --comment 'newsletter'")
    {
        _address = Take(Parameters.Address());
        _sender = Take(Parameters.Sender());
        _comment = Take(Parameters.Text("--comment", "A note to whoever looks at it later."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var grant = new SenderGrant { AccountId = account.AccountId, Sender = run.Get(_sender), Comment = run.Get(_comment) };
        if (!await run.Storage.Grants.AddAsync(grant, cancellationToken))
        {
            return CommandResult.Refused($"{account.Address} has the grant {grant.Sender} already; see: mailctl account grants {account.Address}");
        }

        run.Answer.Write(
            new GrantView(grant.Sender.ToString(), grant.Enabled, grant.Comment),
            json => json.GrantView,
            text => text.Line($"{account.Address} may send as {grant.Sender} within ten seconds."));
        return CommandResult.Done;
    }
}
