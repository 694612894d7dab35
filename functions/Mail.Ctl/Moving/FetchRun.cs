using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

/// <summary><c>run</c>: a visit as the functions make it, or the move of a whole account.</summary>
internal sealed class FetchRun : CtlCommand
{
    private readonly Argument<string> _account;
    private readonly Option<bool> _allFolders;

    public FetchRun(CtlApp app)
        : base(
            app,
            "run",
            "Collects mail from a mailbox elsewhere now, from this machine; or moves a whole IMAP account here, with its folders, flags and dates. Running it again goes on where it was interrupted.",
            "mailctl fetch run alice@example.test/gmail",
            "mailctl fetch run alice@example.test/old --once --all-folders")
    {
        _account = Take(FetchParameters.Account());
        Take(new Option<bool>("--once") { Description = "Once, now, and from here; it is always so." });
        _allFolders = Take(new Option<bool>("--all-folders") { Description = "Every folder into a folder of that name; neither rules nor the spam filter see the mail." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (account, objection) = await FetchLookup.FindAsync(run, run.Get(_account), cancellationToken);
        return account is null ? objection!
            : run.Get(_allFolders) ? await new FetchAll(Console, Time).RunAsync(run, account, cancellationToken)
            : await VisitAsync(run, account, cancellationToken);
    }

    private async Task<CommandResult> VisitAsync(CommandRun run, RemoteAccount account, CancellationToken cancellationToken)
    {
        if (account.Paused is { } reason)
        {
            return CommandResult.Refused($"{account.Key} is paused: {reason.TrimEnd('.')}. To go on: mailctl fetch resume {account.Key}, or with another password: mailctl fetch password {account.Key}");
        }

        var flow = await run.Storage.OpenFetching(Console.Environment, cancellationToken);
        var report = await flow.ProcessAsync(new FetchPointer(account.Key.ToString(), Until: null), account.Key, cancellationToken);
        run.Answer.Write(FetchRunView.From(account.Key, report), json => json.FetchRunView, text => text.Line($"{account.Key}: {report}"));
        return report.Failure is null ? CommandResult.Done : CommandResult.NotWell;
    }
}
