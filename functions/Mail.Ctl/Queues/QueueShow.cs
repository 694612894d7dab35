using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueShow : CtlCommand
{
    private readonly Argument<string> _id;

    public QueueShow(CtlApp app)
        : base(
            app,
            "show",
            "Shows one message that waits, with its envelope, what became of each recipient, and what other servers said.",
            "mailctl queue show 01k9zq3v5x8r4c2m7n6p1d0e9f") =>
        _id = Take(new Argument<string>("ID") { Description = "The id from 'queue list', of a message or of a job." });

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Get(_id);
        var listed = (await new QueueListing(run.Storage, Time).ListAsync(cancellationToken)).FirstOrDefault(entry => entry.Id == id);
        var parsed = QueueId.TryParse(id.Split('-')[0], out var queueId);
        var record = parsed ? await run.Storage.Log.FindAsync(queueId, cancellationToken) : null;
        await using var message = parsed ? await run.Storage.Spool.OpenAsync(queueId, cancellationToken) : null;
        var jobs = parsed
            ? await run.Storage.Outbound.ListAsync(queueId, cancellationToken).Where(job => job.JobId == id || id == queueId.ToString()).ToListAsync(cancellationToken)
            : [];
        if (listed is null && jobs.Count == 0 && (message is null || record is not null))
        {
            return record is null
                ? CommandResult.Refused($"There is no message '{id}' that waits; see: mailctl queue list")
                : CommandResult.Refused($"Message {id} is {QueueState.Name(record.State)} and waits no more; see: mailctl trace {queueId}");
        }

        var view = QueueDetailView.From(listed, record, message, jobs, Time.GetUtcNow());
        run.Answer.Write(view, json => json.QueueDetailView, text => Write(text, view));
        return CommandResult.Done;
    }

    private static void Write(TextAnswer text, QueueDetailView view)
    {
        text.Fields(
            ("Id", view.Id),
            ("State", view.State),
            ("Queue", view.Queue),
            ("Arrived", Moment.Format(view.ArrivedAt)),
            ("From", view.Sender switch { null => null, "" => "<>", var sender => sender }),
            ("Client", view.Client),
            ("Subject", view.Subject),
            ("Size", ByteSize.Format(view.Size)),
            ("Attempts", view.Attempts.ToString(CultureInfo.InvariantCulture)),
            ("Next attempt", Moment.Format(view.NextAttemptAt)),
            ("Reason", view.Reason));
        foreach (var recipient in view.Recipients)
        {
            text.Line($"  {recipient.Address}: {recipient.Outcome}{(recipient.Detail.Length > 0 ? ", " + recipient.Detail : "")}");
        }

        foreach (var job in view.Jobs)
        {
            job.Write(text);
        }
    }
}
