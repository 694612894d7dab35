using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class FetchPassword : CtlCommand
{
    private readonly Argument<string> _account;
    private readonly Option<bool> _fromInput;

    public FetchPassword(CtlApp app)
        : base(
            app,
            "password",
            "Sets the password for a mailbox elsewhere, resumes it, and has it visited at once.",
            "mailctl fetch password alice@example.test/gmail",
            "mailctl fetch password alice@example.test/gmail --password-stdin < secret.txt")
    {
        _account = Take(FetchParameters.Account());
        _fromInput = Take(FetchParameters.FromInput());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (account, objection) = await FetchLookup.FindAsync(run, run.Get(_account), cancellationToken);
        if (account is null)
        {
            return objection!;
        }

        var (password, refusal) = await FetchParameters.ReadPasswordAsync(Console, run.Get(_fromInput), account.User, cancellationToken);
        if (password is null)
        {
            return refusal!;
        }

        var secrets = await run.Storage.OpenRemoteSecrets(Console.Environment, true, cancellationToken);
        account = account with { Secret = secrets.Seal(account.Id, password), Paused = null };
        await run.Storage.RemoteAccounts.SetAsync(account, cancellationToken);
        var health = (await run.Storage.FetchState.LoadAsync(account.Id, cancellationToken)).Health with { NextAttemptAt = null };
        await run.Storage.FetchState.SetHealthAsync(account.Id, health, cancellationToken);
        await new FetchQueue(run.Storage.Queues).EnqueueAsync(new FetchPointer(account.Key.ToString(), Until: null), cancellationToken);
        run.Answer.Write(
            FetchView.From(account, health), json => json.FetchView, text => text.Line($"{account.Key} has a new password, and is visited now. What comes of it: mailctl fetch log {account.Key}"));
        return CommandResult.Done;
    }
}
