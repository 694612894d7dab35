using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueHold : CtlCommand
{
    private readonly Argument<QueueId> _id;

    public QueueHold(CtlApp app)
        : base(
            app,
            "hold",
            "Keeps a message from being delivered until it is released. An attempt that has begun goes on.",
            "mailctl queue hold 01k9zq3v5x8r4c2m7n6p1d0e9f") =>
        _id = Take(QueueParameters.QueueId());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Get(_id);
        var record = await run.Storage.Log.FindAsync(id, cancellationToken);
        if (record is { IsFinal: true })
        {
            return CommandResult.Refused($"Message {id} is {QueueState.Name(record.State)}: there is nothing to hold; see: mailctl trace {id}");
        }

        if (!await new QueueActions(run.Storage, Time).HoldAsync(id, record, cancellationToken))
        {
            return QueueParameters.NotFound(id);
        }

        run.Answer.Write(
            new QueueActionView(id.ToString(), "held", "not delivered until released"),
            CtlJson.Default.QueueActionView,
            text => text.Line($"Message {id} is held; to send it on: mailctl queue release {id}"));
        return CommandResult.Done;
    }
}
