using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary><c>pause</c> and <c>resume</c>.</summary>
internal sealed class FetchSwitch : CtlCommand
{
    private readonly bool _pause;
    private readonly Argument<string> _account;

    public FetchSwitch(CtlApp app, bool pause)
        : base(
            app,
            pause ? "pause" : "resume",
            pause ? "Collects no mail from a mailbox elsewhere until it is resumed." : "Collects mail again from a mailbox that was paused, by an operator or for a wrong password, or that is waited for after failures.",
            $"mailctl fetch {(pause ? "pause" : "resume")} alice@example.test/gmail")
    {
        _pause = pause;
        _account = Take(FetchParameters.Account());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (account, objection) = await FetchLookup.FindAsync(run, run.Get(_account), cancellationToken);
        if (account is null)
        {
            return objection!;
        }

        var paused = _pause ? "by an operator" : null;
        await run.Storage.RemoteAccounts.SetPausedAsync(account.Key, paused, cancellationToken);
        var health = (await run.Storage.FetchState.LoadAsync(account.Id, cancellationToken)).Health;
        if (!_pause && health.NextAttemptAt is not null)
        {
            health = health with { NextAttemptAt = null };
            await run.Storage.FetchState.SetHealthAsync(account.Id, health, cancellationToken);
        }

        if (!_pause)
        {
            await new FetchQueue(run.Storage.Queues).EnqueueAsync(new FetchPointer(account.Key.ToString(), Until: null), cancellationToken);
        }

        var view = FetchView.From(account with { Paused = paused }, health);
        run.Answer.Write(view, json => json.FetchView, text => text.Line($"{account.Key} is {(_pause ? "paused" : "visited now, and collected again")}."));
        return CommandResult.Done;
    }
}
