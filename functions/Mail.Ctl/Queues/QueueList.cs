using System.CommandLine;
using System.Globalization;

namespace Mail.Ctl;

internal sealed class QueueList : CtlCommand
{
    /// <summary>Recipients in one cell of a table; the rest is a count.</summary>
    private const int ShownRecipients = 3;

    private static readonly Column[] Columns =
    [
        new("Id"), new("State"), new("Age"), new("Size"), new("Attempts"), new("Next attempt"),
        new("Sender", MayWrap: true), new("Recipients", MayWrap: true), new("Reason", MayWrap: true),
    ];

    private readonly Option<string?> _destination;

    public QueueList(CtlApp app)
        : base(
            app,
            "list",
            "Lists everything that is not finally delivered, oldest first.",
            "mailctl queue list",
            "mailctl queue list --destination other.test",
            "mailctl queue list --json | jq -r '.[] | select(.state == \"deferred\") | .id'") =>
        _destination = Take(QueueTarget.Destination());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var listing = new QueueListing(run.Storage, Time);
        var entries = run.Get(_destination) is { } destination
            ? await listing.ListAsync(destination.ToLowerInvariant(), cancellationToken)
            : await listing.ListAsync(cancellationToken);
        run.Answer.Write(entries, json => json.IReadOnlyListQueueEntryView, text => text.Table(Columns, entries.Select(Row)));
        if (listing.NotShown > 0)
        {
            Console.Warn($"about {listing.NotShown} more messages wait in the queue; storage shows only the first 32.");
        }

        return CommandResult.Done;
    }

    private static string[] Row(QueueEntryView entry) =>
    [
        entry.Id,
        entry.State,
        Moment.Age(TimeSpan.FromSeconds(entry.AgeSeconds)),
        entry.Size is { } size ? ByteSize.Format(size) : "",
        entry.Attempts.ToString(CultureInfo.InvariantCulture),
        Moment.Format(entry.NextAttemptAt) ?? "",
        entry.Sender switch { null => "", "" => "<>", var sender => sender },
        Recipients(entry.Recipients),
        entry.Reason,
    ];

    private static string Recipients(IReadOnlyList<string> recipients) => recipients.Count <= ShownRecipients
        ? string.Join(", ", recipients)
        : $"{string.Join(", ", recipients.Take(ShownRecipients))} and {recipients.Count - ShownRecipients} more";
}
