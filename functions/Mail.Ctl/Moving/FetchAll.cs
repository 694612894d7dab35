using System.Globalization;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>Moves a whole remote account.</summary>
internal sealed class FetchAll(CtlConsole console, TimeProvider time)
{
    /// <summary>Skipped messages and folders told one by one to people; <c>--json</c> has more.</summary>
    private const int ShownSkipped = 20;

    public async Task<CommandResult> RunAsync(CommandRun run, RemoteAccount account, CancellationToken cancellationToken)
    {
        if (account.Protocol != RemoteProtocol.Imap)
        {
            return CommandResult.Refused($"{account.Key} is read by POP3, which has no folders: mailctl fetch run {account.Key} brings all that it has.");
        }

        if (await run.Storage.Directory.FindAccountAsync(account.Key.Target.Domain, account.Key.Target.LocalPart, cancellationToken) is not { } target)
        {
            return AccountLookup.NotFound(account.Key.Target);
        }

        var secrets = await run.Storage.OpenRemoteSecrets(console.Environment, false, cancellationToken);
        var move = new AccountMove(run.Storage.OpenRemoteMailboxes(console.Environment, secrets), run.Storage.FetchState, run.Storage.Locks, new FetchFlowOptions(), time);
        var importer = new MailboxImporter(run.Storage.Mailboxes, time, target, rootFolder: null);
        MoveReport? report = null;
        try
        {
            await new ProgressDisplay(console, time).RunAsync(
                $"Moving {account.Key}",
                async (expect, progress) => report = await move.RunAsync(
                    account, new MoveIntoMailbox(importer, expect, progress), MessageBuffer.MaxSize, cancellationToken));
        }
        catch
        {
            console.Warn($"{importer.Report.Imported} messages were moved; run the same command again to go on.");
            throw;
        }

        var view = new MoveView(report!.IsComplete, importer.Report.Imported, importer.Report.AlreadyThere, report.Folders, importer.Report.Skipped);
        run.Answer.Write(view, json => json.MoveView, text => Write(text, view));
        return report.IsComplete ? CommandResult.Done
            : importer.Report.MailboxFull ? CommandResult.Refused($"The mailbox is full; raise its quota (mailctl account quota {target.Address} SIZE) and run the same command again to go on.")
            : CommandResult.Refused($"Not everything is here yet: {report.Problem}. Run the same command again to go on.");
    }

    private static void Write(TextAnswer text, MoveView view)
    {
        text.Table(
            [new("There"), new("Here"), new("Messages"), new("Brought before"), new("In other folders")],
            view.Folders.Select(folder => new[]
            {
                folder.Remote,
                folder.Local,
                folder.Messages.ToString(CultureInfo.InvariantCulture),
                folder.Known.ToString(CultureInfo.InvariantCulture),
                folder.Elsewhere.ToString(CultureInfo.InvariantCulture),
            }));
        text.Fields(
            ("Moved", view.Moved.ToString(CultureInfo.InvariantCulture)),
            ("Already there", view.AlreadyThere.ToString(CultureInfo.InvariantCulture)),
            ("Skipped", view.Skipped.Count.ToString(CultureInfo.InvariantCulture)));
        foreach (var (position, reason) in view.Skipped.Take(ShownSkipped))
        {
            text.Line($"  {position}: {reason}");
        }
    }
}
