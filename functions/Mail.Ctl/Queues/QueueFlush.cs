using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueFlush : CtlCommand
{
    private readonly Option<string?> _destination;

    public QueueFlush(CtlApp app)
        : base(
            app,
            "flush",
            "Tries every deferred message now, instead of at its time; with --destination, the mail for one destination.",
            "mailctl queue flush",
            "mailctl queue flush --destination other.test") =>
        _destination = Take(QueueTarget.Destination());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var actions = new QueueActions(run.Storage, Time);
        var flushed = new List<string>();
        var jobs = run.Get(_destination) is { } destination
            ? run.Storage.Outbound.ListAsync(destination.ToLowerInvariant(), cancellationToken)
            : run.Storage.Outbound.ListAsync(cancellationToken);
        await new OutboundActions(run.Storage, Time).FlushAsync(jobs, cancellationToken);
        flushed.AddRange(await jobs.Where(job => job.State != OutboundState.Held).Select(job => job.JobId).ToListAsync(cancellationToken));
        if (run.Get(_destination) is not null)
        {
            return Tell(run, flushed);
        }

        await foreach (var record in run.Storage.Log.ListAsync(from: null, MessageState.Deferred, cancellationToken))
        {
            await actions.TryNowAsync(record.QueueId, record, cancellationToken);
            flushed.Add(record.QueueId.ToString());
        }

        return Tell(run, flushed);
    }

    private static CommandResult Tell(CommandRun run, List<string> flushed)
    {
        run.Answer.Write(
            new RequeueView(flushed, []),
            CtlJson.Default.RequeueView,
            text => text.Line($"{flushed.Count} deferred message{(flushed.Count == 1 ? " is" : "s are")} tried now."));
        return CommandResult.Done;
    }
}
