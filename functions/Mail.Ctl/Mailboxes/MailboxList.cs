using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class MailboxList : CtlCommand
{
    private const int DefaultLimit = 50;

    private static readonly Column[] Columns =
    [
        new("Id"), new("Folder", MayWrap: true), new("Uid"), new("Received"), new("Size"), new("Flags"),
        new("From", MayWrap: true), new("Subject", MayWrap: true),
    ];

    private readonly Argument<MailAddress> _address;
    private readonly Option<string?> _folder;
    private readonly Option<int> _limit;

    public MailboxList(CtlApp app)
        : base(
            app,
            "list",
            "Lists the messages of a mailbox, newest first.",
            "mailctl mailbox list alice@example.test",
            "mailctl mailbox list alice@example.test --folder Archive --limit 0 --json")
    {
        _address = Take(Parameters.Address());
        _folder = Take(Parameters.Folder("Only this folder. [default: all folders]"));
        _limit = Take(new Option<int>("--limit")
        {
            Description = "At most so many messages; 0 for all.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLimit,
            CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                ? limit
                : Parameters.Refuse<int>(result, "--limit is a number; 0 for all."),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var folder = run.Get(_folder);
        if (folder is not null && await run.Storage.Mailboxes.FindFolderAsync(account.AccountId, folder, cancellationToken) is null)
        {
            return MailboxLookup.NoFolder(account, folder);
        }

        var listing = new MailboxListing(run.Storage.Mailboxes);
        var messages = (await listing.NewestAsync(account.AccountId, folder, run.Get(_limit), cancellationToken)).ConvertAll(MessageView.Of);
        run.Answer.Write(messages, json => json.IReadOnlyListMessageView, text => text.Table(Columns, messages.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(MessageView message) =>
    [
        message.Id,
        message.Folder,
        message.Uid.ToString(CultureInfo.InvariantCulture),
        Moment.Format(message.ReceivedAt),
        ByteSize.Format(message.Size),
        string.Join(' ', message.Flags),
        message.From,
        message.Subject,
    ];
}
