using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class MailboxExport : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Option<string?> _folder;
    private readonly Option<string?> _mbox;
    private readonly Option<string?> _maildir;
    private readonly Option<string?> _eml;

    public MailboxExport(CtlApp app)
        : base(
            app,
            "export",
            "Copies the messages of a mailbox to files. Nothing is overwritten: run it again to add what is new.",
            "mailctl mailbox export alice@example.test --mbox alice.mbox",
            "mailctl mailbox export alice@example.test --maildir backup/alice",
            "mailctl mailbox export alice@example.test --folder Archive --eml archive")
    {
        _address = Take(Parameters.Address());
        _folder = Take(Parameters.Folder("Only this folder. [default: all folders]"));
        _mbox = Take(Parameters.Text("--mbox", "A new mbox file (mboxrd). Flags are not kept.", "FILE"));
        _maildir = Take(Parameters.Text("--maildir", "A Maildir with flags; other folders become Maildir++ subfolders.", "DIRECTORY"));
        _eml = Take(Parameters.Text("--eml", "A directory of .eml files, byte for byte as stored.", "DIRECTORY"));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (new[] { _mbox, _maildir, _eml }.Count(run.Has) != 1)
        {
            return CommandResult.Usage("Say where to: one of --mbox FILE, --maildir DIRECTORY, --eml DIRECTORY.");
        }

        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var folder = run.Get(_folder);
        if (folder is not null && await run.Storage.Mailboxes.FindFolderAsync(account.AccountId, folder, cancellationToken) is null)
        {
            return MailboxLookup.NoFolder(account, folder);
        }

        if (run.Get(_mbox) is { } file && Path.Exists(file))
        {
            return CommandResult.Refused($"{file} exists and is not overwritten; give another name, or use --maildir, which can be added to.");
        }

        return await ExportAsync(run, account, folder, cancellationToken);
    }

    private async Task<CommandResult> ExportAsync(CommandRun run, AccountEntry account, string? folder, CancellationToken cancellationToken)
    {
        var exporter = new MailboxExporter(run.Storage.Mailboxes, account.AccountId);
        var entries = await exporter.FindAsync(folder, cancellationToken);
        await using var target = OpenTarget(run, folder ?? FolderName.Inbox);
        try
        {
            await new ProgressDisplay(Console, Time).RunAsync(
                "Exporting",
                entries.Sum(entry => entry.Size),
                progress => exporter.ExportAsync(entries, target, progress, cancellationToken));
        }
        catch
        {
            var next = run.Has(_mbox) ? "the file is incomplete, remove it and run the command again" : "run the same command again to go on";
            Console.Warn($"{exporter.Report.Exported} messages were exported; {next}.");
            throw;
        }

        var report = exporter.Report;
        run.Answer.Write(report, json => json.ExportReport, text => Write(text, report));
        return report.Skipped.Count == 0 ? CommandResult.Done : CommandResult.NotWell;
    }

    private IExportTarget OpenTarget(CommandRun run, string rootFolder) =>
        run.Get(_mbox) is { } file ? new MboxTarget(file)
        : run.Get(_maildir) is { } maildir ? new MaildirTarget(maildir, rootFolder)
        : new EmlTarget(run.Get(_eml)!, rootFolder);

    private static void Write(TextAnswer text, ExportReport report)
    {
        text.Fields(
            ("Exported", report.Exported.ToString(CultureInfo.InvariantCulture)),
            ("Already there", report.AlreadyThere.ToString(CultureInfo.InvariantCulture)),
            ("Skipped", report.Skipped.Count.ToString(CultureInfo.InvariantCulture)));
        foreach (var (position, reason) in report.Skipped)
        {
            text.Line($"  {position}: {reason}");
        }
    }
}
