using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class MailboxShow : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Argument<string> _id;
    private readonly Option<string?> _folder;
    private readonly Option<bool> _raw;

    public MailboxShow(CtlApp app)
        : base(
            app,
            "show",
            "Shows one message: its header, why it is where it is, and the first words of its text.",
            "mailctl mailbox show alice@example.test 01k9zq3v5x8r4c2m7n6p1d0e9f-1",
            "mailctl mailbox show alice@example.test 01k9zq3v --raw > message.eml",
            "mailctl mailbox show alice@example.test 17 --folder INBOX")
    {
        _address = Take(Parameters.Address());
        _id = Take(new Argument<string>("ID")
        {
            Description = "The id from 'mailbox list' or its beginning; with --folder also the UID.",
        });
        _folder = Take(Parameters.Folder("Look in this folder only."));
        _raw = Take(new Option<bool>("--raw") { Description = "Write the message to standard output exactly as it is stored." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Get(_raw) && run.Answer.IsJson)
        {
            return CommandResult.Usage("--raw and --json exclude each other.");
        }

        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var (message, objection) = await new MailboxLookup(run.Storage.Mailboxes)
            .FindAsync(account, run.Get(_folder), run.Get(_id), cancellationToken);
        if (message is null)
        {
            return objection!;
        }

        await using var content = await run.Storage.Mailboxes.OpenAsync(account.AccountId, message.Id, cancellationToken);
        return run.Get(_raw)
            ? await WriteRawAsync(content, message, cancellationToken)
            : await WriteAsync(run, content, message, cancellationToken);
    }

    private async Task<CommandResult> WriteRawAsync(Stream? content, MailboxMessage message, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return CommandResult.Refused($"Message {message.Id} is in the index, but its blob is missing; see: mailctl check");
        }

        await content.CopyToAsync(Console.OutBytes, cancellationToken);
        await Console.OutBytes.FlushAsync(cancellationToken);
        return CommandResult.Done;
    }

    private async Task<CommandResult> WriteAsync(CommandRun run, Stream? content, MailboxMessage message, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            Console.Warn($"message {message.Id} is in the index, but its blob is missing; see: mailctl check");
        }

        var view = new MessageDetailView(
            MessageView.Of(message),
            message.Decision.Route,
            message.Decision.Screen,
            ScreeningView.Of(message.Decision.Screening),
            message.Decision.Sort,
            content is null ? null : await HeaderReader.ReadAsync(content, cancellationToken));
        run.Answer.Write(view, json => json.MessageDetailView, text => Write(text, view));
        return CommandResult.Done;
    }

    private static void Write(TextAnswer text, MessageDetailView view)
    {
        var message = view.Message;
        text.Fields(
            ("Id", message.Id),
            ("Folder", message.Folder),
            ("Uid", message.Uid.ToString(CultureInfo.InvariantCulture)),
            ("Received", Moment.Format(message.ReceivedAt)),
            ("Size", ByteSize.Format(message.Size)),
            ("Flags", message.Flags.Count > 0 ? string.Join(' ', message.Flags) : null),
            ("Route", string.Join(" → ", view.Route)),
            ("Screen", view.Screen),
            ("Sender", view.Screening?.Authentication),
            ("Clues", view.Screening is { Clues.Count: > 0 } screening ? string.Join("; ", screening.Clues) : null),
            ("Sort", view.Sort),
            ("Attachments", message.Attachments.Count > 0 ? string.Join(", ", message.Attachments) : null));
        text.Line("");
        foreach (var header in (view.Screening?.Headers ?? []).Where(header => header.Name != "X-Spam-Clue").Concat(view.Headers ?? []))
        {
            text.Line($"{header.Name}: {header.Value}");
        }

        text.Line("");
        text.Line(message.Preview);
    }
}
