using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class MailboxFolders : CtlCommand
{
    private static readonly Column[] Columns = [new("Folder", MayWrap: true), new("Messages"), new("Size")];

    private readonly Argument<MailAddress> _address;

    public MailboxFolders(CtlApp app)
        : base(app, "folders", "Lists the folders of a mailbox with their counts.", "mailctl mailbox folders alice@example.test") =>
        _address = Take(Parameters.Address());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var folders = await run.Storage.Mailboxes
            .ListFoldersAsync(account.AccountId, cancellationToken)
            .Select(FolderView.From)
            .ToListAsync(cancellationToken);
        run.Answer.Write(folders, json => json.IReadOnlyListFolderView, text => text.Table(Columns, folders.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(FolderView folder) =>
        [folder.Name, folder.Messages.ToString(CultureInfo.InvariantCulture), ByteSize.Format(folder.Bytes)];
}
