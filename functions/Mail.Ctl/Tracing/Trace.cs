using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class Trace : CtlCommand
{
    private readonly Argument<string> _id;

    public Trace(CtlApp app)
        : base(
            app,
            "trace",
            "Tells what became of a message: every stage with its time, decision and reason.",
            "mailctl trace 01k9zq3v5x8r4c2m7n6p1d0e9f",
            "mailctl trace '<CAF0x1y2@mail.sender.test>'") =>
        _id = Take(new Argument<string>("ID")
        {
            Description = "A queue id, a delivery id, or a Message-ID with or without its angle brackets.",
        });

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Get(_id);
        var traces = new List<TraceView>();
        foreach (var queueId in await FindAsync(run, id, cancellationToken))
        {
            if (await new MessageTracer(run.Storage).TraceAsync(queueId, cancellationToken) is { } trace)
            {
                traces.Add(trace);
            }
        }

        if (traces.Count == 0)
        {
            return CommandResult.Refused(
                $"Nothing is known of '{id}': it never came here, or its retention is over. A message not yet worked on is found by its queue id only.");
        }

        run.Answer.Write(traces, json => json.IReadOnlyListTraceView, text => traces.ForEach(trace => Write(text, trace)));
        return CommandResult.Done;
    }

    private static async Task<IReadOnlyList<QueueId>> FindAsync(CommandRun run, string id, CancellationToken cancellationToken)
    {
        if (QueueId.TryParse(id.Split('-')[0], out var queueId))
        {
            return [queueId];
        }

        var messageId = id.Trim() is ['<', .. var inside, '>'] ? inside : id.Trim();
        return await run.Storage.Log
            .FindByMessageIdAsync(messageId, cancellationToken)
            .Select(record => record.QueueId)
            .ToListAsync(cancellationToken);
    }

    private static void Write(TextAnswer text, TraceView trace)
    {
        text.Fields(
            ("Message", trace.QueueId),
            ("Message-ID", trace.MessageId.Length > 0 ? $"<{trace.MessageId}>" : null),
            ("Subject", trace.Subject.Length > 0 ? trace.Subject : null),
            ("From", trace.Sender switch { null => null, "" => "<>", var sender => sender }),
            ("State", trace.State ?? "no attempt yet"));
        foreach (var stage in trace.Stages)
        {
            var time = Moment.Format(stage.At) ?? "now";
            var recipient = stage.Recipient is null ? "" : stage.Recipient + " ";
            text.Line($"{time,-20}  {stage.Stage,-9}  {recipient}{stage.Decision}{(stage.Reason.Length > 0 ? $" ({stage.Reason})" : "")}");
        }

        text.Line("");
    }
}
