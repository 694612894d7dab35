using System.CommandLine;
using System.Globalization;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>Files mail that is there by the rules in force, and puts it back.</summary>
internal sealed class RuleApply : CtlCommand
{
    private readonly RuleTrialParameters _parameters;
    private readonly Option<bool> _retroactive;
    private readonly Option<string?> _undo;
    private readonly Option<string?> _folder;
    private readonly Option<bool> _allFolders;
    private readonly Option<bool> _dryRun;

    public RuleApply(CtlApp app)
        : base(
            app,
            "apply",
            "Files the mail that an account has by the rules in force. Mail is moved only: what they would send on, answer or drop stays. May be repeated, and undone.",
            "mailctl rule apply alice@example.test --retroactive --since 30d",
            "mailctl rule apply alice@example.test --retroactive --dry-run",
            "mailctl rule apply alice@example.test --undo 01k9zq3v5x8r4c2m7n6p1d0e9f")
    {
        _parameters = new RuleTrialParameters(app.Time);
        Take(_parameters.Address);
        Take(_parameters.Account);
        _retroactive = Take(new Option<bool>("--retroactive") { Description = "Do it: rules are for mail that comes, otherwise." });
        _undo = Take(Parameters.Text("--undo", "Put back what the run of this id has moved and nobody has moved since.", "ID"));
        Take(_parameters.Since);
        _folder = Take(Parameters.Folder("Mail of this folder. [default: INBOX, as people file the rest by hand]"));
        _allFolders = Take(new Option<bool>("--all-folders") { Description = "Mail of all folders." });
        _dryRun = Take(new Option<bool>("--dry-run") { Description = "Only count." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Get(_retroactive) == run.Has(_undo) || (run.Get(_allFolders) && run.Has(_folder)))
        {
            return CommandResult.Usage("Give --retroactive, with --folder or --all-folders if INBOX is not meant; or --undo ID.");
        }

        var (account, objection) = await _parameters.FindAccountAsync(run, cancellationToken);
        return account is null ? objection!
            : run.Get(_undo) is { } id ? await UndoAsync(run, account, id, cancellationToken)
            : await ApplyAsync(run, account, cancellationToken);
    }

    private async Task<CommandResult> ApplyAsync(CommandRun run, AccountEntry account, CancellationToken cancellationToken)
    {
        var id = QueueId.New(Time).ToString();
        var trial = await RuleTrialParameters.OpenAsync(run, Time, cancellationToken);
        RuleBook[] books = [RuleTrialParameters.Book(await RuleTrialParameters.RulesOfAsync(run, account, cancellationToken))];
        using var mover = new TrialMover(run.Storage.Mailboxes, account.AccountId, By(id), run.Get(_dryRun));
        var folder = run.Get(_allFolders) ? null : run.Get(_folder) ?? FolderName.Inbox;
        var walk = new MailboxWalk(run.Storage.Mailboxes, Time, account.AccountId, folder, run.Get(_parameters.Since));
        if (!run.Get(_dryRun))
        {
            // Before anything moves: who kills this command must know what to undo.
            await Console.Error.WriteLineAsync($"This run is {id}.");
        }

        try
        {
            await walk.RunAsync(
                Console,
                "Filing",
                async (message, token) =>
                {
                    if (await trial.RunAsync(account, message, books, token) is [var outcome])
                    {
                        await mover.FileAsync(message, outcome, token);
                    }
                },
                cancellationToken);
        }
        catch when (mover.Moved > 0)
        {
            Console.Warn($"{mover.Moved} messages were moved; run the command again to go on, or put them back: mailctl rule apply {account.Address} --undo {id}");
            throw;
        }

        var view = new ApplyView(mover.Moved > 0 && !run.Get(_dryRun) ? id : null, mover.Messages, mover.Moved, mover.Left, mover.Moves());
        run.Answer.Write(view, json => json.ApplyView, text => Write(text, view, account, run.Get(_dryRun)));
        return CommandResult.Done;
    }

    private async Task<CommandResult> UndoAsync(CommandRun run, AccountEntry account, string id, CancellationToken cancellationToken)
    {
        using var mover = new TrialMover(run.Storage.Mailboxes, account.AccountId, by: null, run.Get(_dryRun));
        await new MailboxWalk(run.Storage.Mailboxes, Time, account.AccountId, folder: null, since: null).RunAsync(
            Console,
            "Putting back",
            (message, token) => message is { MovedFrom: { } from } && message.MovedBy == By(id)
                ? mover.MoveAsync(message, from, $"{from}: put back, was filed by rules afterwards", token)
                : Task.CompletedTask,
            cancellationToken);
        if (mover.Moved == 0)
        {
            return CommandResult.Refused($"No mail of {account.Address} is where the run {id} has moved it.");
        }

        var view = new ApplyView(id, mover.Moved, mover.Moved, Left: 0, mover.Moves());
        run.Answer.Write(view, json => json.ApplyView, text => text.Line($"{Messages(mover.Moved)} {(run.Get(_dryRun) ? "would be put back" : "put back")}."));
        return CommandResult.Done;
    }

    private static string By(string id) => $"rule apply {id}";

    private static void Write(TextAnswer text, ApplyView view, AccountEntry account, bool isDryRun)
    {
        text.Fields(
            ("Messages", view.Messages.ToString(CultureInfo.InvariantCulture)),
            (isDryRun ? "Would move" : "Moved", view.Moved.ToString(CultureInfo.InvariantCulture)),
            ("Left, not to be kept by the rules", view.Left.ToString(CultureInfo.InvariantCulture)));
        foreach (var move in view.Moves)
        {
            text.Line($"  {Messages(move.Messages)} from {move.From} to {move.To}");
        }

        if (view.Id is { } id)
        {
            text.Line($"To put them back: mailctl rule apply {account.Address} --undo {id}");
        }
    }

    private static string Messages(int number) => $"{number} message{(number == 1 ? "" : "s")}";
}
