using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueFlush : CtlCommand
{
    private readonly Argument<QueueId?> _id;
    private readonly Option<string?> _destination;

    public QueueFlush(CtlApp app)
        : base(
            app,
            "flush",
            "Tries every deferred message now, instead of at its time; or one of them, or the mail for one destination. Servers that did not answer are asked again.",
            "mailctl queue flush",
            "mailctl queue flush 01k9zq3v5x8r4c2m7n6p1d0e9f",
            "mailctl queue flush --destination other.test")
    {
        _id = Take(QueueTarget.Id());
        _destination = Take(QueueTarget.Destination());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (id, destination) = (run.Parsed.GetValue(_id), run.Get(_destination));
        if (id is not null && destination is not null)
        {
            return CommandResult.Usage("Say an ID, or --destination, not both.");
        }

        var jobs = id is { } message ? run.Storage.Outbound.ListAsync(message, cancellationToken)
            : destination is not null ? run.Storage.Outbound.ListAsync(destination.ToLowerInvariant(), cancellationToken)
            : run.Storage.Outbound.ListAsync(cancellationToken);
        await new OutboundActions(run.Storage, Time).FlushAsync(jobs, cancellationToken);
        var flushed = await jobs.Where(job => job.State != OutboundState.Held).Select(job => job.JobId).ToListAsync(cancellationToken);
        await foreach (var record in DeferredAsync(run, id, destination, cancellationToken))
        {
            await new QueueActions(run.Storage, Time).TryNowAsync(record.QueueId, record, cancellationToken);
            flushed.Add(record.QueueId.ToString());
        }

        if (id is not null && flushed.Count == 0)
        {
            return CommandResult.Refused($"Nothing of message {id} waits for a next attempt; see: mailctl queue list");
        }

        run.Answer.Write(
            new RequeueView(flushed, []),
            json => json.RequeueView,
            text => text.Line($"{flushed.Count} deferred message{(flushed.Count == 1 ? " is" : "s are")} tried now."));
        return CommandResult.Done;
    }

    /// <summary>Messages that wait for something here, such as a full mailbox.</summary>
    private static IAsyncEnumerable<MessageRecord> DeferredAsync(CommandRun run, QueueId? id, string? destination, CancellationToken cancellationToken) =>
        destination is not null
            ? AsyncEnumerable.Empty<MessageRecord>()
            : run.Storage.Log.ListAsync(from: null, MessageState.Deferred, cancellationToken).Where(record => id is null || record.QueueId.Equals(id));
}
