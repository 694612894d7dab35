using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountPassword : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly PasswordOptions _password = new();

    public AccountPassword(CtlApp app)
        : base(
            app,
            "password",
            "Sets an account's password. Asks for it unless an option gives it.",
            "mailctl account password alice@example.test",
            "mailctl account password alice@example.test --password-stdin < secret.txt")
    {
        _address = Take(Parameters.Address());
        Take(_password.FromInput);
        Take(_password.None);
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var (changed, objection) = await _password.ApplyAsync(run, Console, account, cancellationToken);
        var done = changed.PasswordHash is null ? "has no password any more and cannot log in" : "has a new password";
        return objection ?? await AccountUpdate.SaveAsync(run, changed, $"Account {account.Address} {done}.", cancellationToken);
    }
}
