using System.CommandLine;
using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl;

internal sealed class AppPasswordAdd : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Option<string?> _name;

    public AppPasswordAdd(CtlApp app)
        : base(
            app,
            "add",
            "Makes a password for one program or device and shows it, this once.",
            "mailctl account app-password add alice@example.test --name phone")
    {
        _address = Take(Parameters.Address());
        _name = Take(Parameters.AppPasswordName("What its owner calls it, for example phone."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var others = await run.Storage.Credentials.ListAsync(account.AccountId, cancellationToken).ToListAsync(cancellationToken);
        var secret = PasswordGenerator.Create();
        var password = new AppPassword
        {
            AccountId = account.AccountId,
            Name = run.Get(_name)!,
            PasswordHash = PasswordHashing.Create(secret, AccountPasswords.SaltOf(account, others)).ToString(),
            CreatedAt = Time.GetUtcNow(),
        };
        if (!await run.Storage.Credentials.AddAsync(password, cancellationToken))
        {
            return CommandResult.Refused(
                $"{account.Address} has a password '{password.Name}'; revoke it first, or give another name: mailctl account app-password list {account.Address}");
        }

        run.Answer.Write(
            new NewAppPasswordView(account.Address.ToString(), password.Name, secret),
            json => json.NewAppPasswordView,
            text => text.Lines($"{secret}\n\nPassword '{password.Name}' of {account.Address}, good within ten seconds. It is not shown again."));
        return CommandResult.Done;
    }
}
