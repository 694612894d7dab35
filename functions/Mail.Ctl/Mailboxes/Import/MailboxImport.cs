using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class MailboxImport : CtlCommand
{
    /// <summary>Skipped messages told one by one to people; <c>--json</c> has more.</summary>
    private const int ShownSkipped = 20;

    private readonly Argument<MailAddress> _address;
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _folder;
    private readonly Option<bool> _mboxo;

    public MailboxImport(CtlApp app)
        : base(
            app,
            "import",
            "Puts messages from files into a mailbox. Running it again brings nothing twice, so an interrupted import is just run again.",
            "mailctl mailbox import alice@example.test /var/mail/alice",
            "mailctl mailbox import alice@example.test ~/Maildir",
            "mailctl mailbox import alice@example.test old/*.eml --folder Archive")
    {
        _address = Take(Parameters.Address());
        _paths = Take(new Argument<string[]>("PATH")
        {
            Description = "mbox files, .eml files, Maildirs, or directories of .eml and .mbox files.",
            Arity = ArgumentArity.OneOrMore,
        });
        _folder = Take(Parameters.Folder("Where to; made when it does not exist. Subfolders of a Maildir go below it. [default: INBOX]"));
        _mboxo = Take(new Option<bool>("--mboxo")
        {
            Description = "mbox files are of the older dialect mboxo: '>>From ' lines are text, not quoted.",
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var paths = run.Get(_paths);
        if (paths.FirstOrDefault(path => !Path.Exists(path)) is { } missing)
        {
            return CommandResult.Refused($"There is no file or directory {missing}; nothing was imported.");
        }

        var importer = new MailboxImporter(run.Storage.Mailboxes, Time, account, run.Get(_folder));
        var files = new ImportFiles(run.Get(_mboxo));
        try
        {
            await new ProgressDisplay(Console, Time).RunAsync(
                "Importing",
                ImportFiles.Size(paths),
                progress => importer.ImportAsync(
                    paths.ToAsyncEnumerable().SelectMany(path => files.ReadAsync(path, cancellationToken)), progress, cancellationToken));
        }
        catch
        {
            Console.Warn($"{importer.Report.Imported} messages were imported; run the same command again to go on.");
            throw;
        }

        return Finish(run, account, importer.Report);
    }

    private static CommandResult Finish(CommandRun run, AccountEntry account, ImportReport report)
    {
        run.Answer.Write(report, json => json.ImportReport, text => Write(text, report));
        return report.MailboxFull
            ? CommandResult.Refused(
                $"The mailbox is full; raise its quota (mailctl account quota {account.Address} SIZE) and run the same command again to go on.")
            : CommandResult.Done;
    }

    private static void Write(TextAnswer text, ImportReport report)
    {
        text.Fields(
            ("Imported", report.Imported.ToString(CultureInfo.InvariantCulture)),
            ("Already there", report.AlreadyThere.ToString(CultureInfo.InvariantCulture)),
            ("Skipped", report.Skipped.Count.ToString(CultureInfo.InvariantCulture)));
        foreach (var (position, reason) in report.Skipped.Take(ShownSkipped))
        {
            text.Line($"  {position}: {reason}");
        }

        if (report.Skipped.Count > ShownSkipped)
        {
            text.Line($"  and {report.Skipped.Count - ShownSkipped} more; --json lists them");
        }
    }
}
