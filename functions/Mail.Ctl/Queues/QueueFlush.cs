using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueFlush(CtlApp app) : CtlCommand(
    app, "flush", "Tries every deferred message now, instead of at its time.", "mailctl queue flush")
{
    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var actions = new QueueActions(run.Storage, Time);
        var flushed = new List<string>();
        await foreach (var record in run.Storage.Log.ListAsync(from: null, MessageState.Deferred, cancellationToken))
        {
            await actions.TryNowAsync(record.QueueId, record, cancellationToken);
            flushed.Add(record.QueueId.ToString());
        }

        run.Answer.Write(
            new RequeueView(flushed, []),
            CtlJson.Default.RequeueView,
            text => text.Line($"{flushed.Count} deferred message{(flushed.Count == 1 ? " is" : "s are")} tried now."));
        return CommandResult.Done;
    }
}
