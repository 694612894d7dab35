using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class MailboxMoveVerb : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Argument<string[]> _words;
    private readonly Option<string?> _folder;

    public MailboxMoveVerb(CtlApp app)
        : base(
            app,
            "move",
            "Moves messages into another folder, as their owner does. Into Junk teaches his filter spam, out of Junk or of the folder for unsure mail ham.",
            "mailctl mailbox move alice@example.test 01k9zq3v Junk",
            "mailctl mailbox move alice@example.test 17 18 19 INBOX --folder Junk")
    {
        _address = Take(Parameters.Address());
        _words = Take(new Argument<string[]>("ID… FOLDER")
        {
            Description = "Ids from 'mailbox list' or their beginnings, with --folder also UIDs; then where to, made when it is not there.",
            Arity = new ArgumentArity(2, ArgumentArity.OneOrMore.MaximumNumberOfValues),
        });
        _folder = Take(Parameters.Folder("Look for the messages in this folder only."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var words = run.Get(_words);
        if (!FolderName.TryKey(words[^1], out _))
        {
            return CommandResult.Usage($"A folder name has 1 to {FolderName.MaxLength} octets and no control characters.");
        }

        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var moved = new List<MovedView>();
        var objection = await MoveAsync(run, account, words[..^1], words[^1], moved, cancellationToken);
        run.Answer.Write<IReadOnlyList<MovedView>>(moved, json => json.IReadOnlyListMovedView, text => Write(text, moved));
        return objection ?? CommandResult.Done;
    }

    /// <returns>Why it ended before the last of them; <c>null</c> when it did not.</returns>
    private async Task<CommandResult?> MoveAsync(
        CommandRun run, AccountEntry account, string[] ids, string folder, List<MovedView> done, CancellationToken cancellationToken)
    {
        var lookup = new MailboxLookup(run.Storage.Mailboxes);
        var moves = new SpamDesk(run.Storage, Time).Moves;
        foreach (var id in ids)
        {
            var (message, objection) = await lookup.FindAsync(account, run.Get(_folder), id, cancellationToken);
            if (message is null)
            {
                return objection;
            }

            if (await moves.MoveAsync(account, message.Id, folder, cancellationToken) is not { } moved)
            {
                return CommandResult.Refused($"Message {message.Id} has gone meanwhile.");
            }

            done.Add(new MovedView(message.Id, moved.From, moved.Message.Folder, moved.Message.Uid, moved.TrainsAs?.ToString().ToLowerInvariant()));
        }

        return null;
    }

    private static void Write(TextAnswer text, IReadOnlyList<MovedView> moved)
    {
        foreach (var view in moved)
        {
            text.Line($"{view.Id}: {view.From} → {view.Folder}{(view.Trains is { } trained ? $"; the filter learns: {trained}" : "")}");
        }
    }
}
