namespace Mail.Ctl;

internal sealed class QueueHold : CtlCommand
{
    private readonly QueueTarget _target;

    public QueueHold(CtlApp app)
        : base(
            app,
            "hold",
            "Keeps a message from being delivered until it is released. An attempt that has begun goes on.",
            "mailctl queue hold 01k9zq3v5x8r4c2m7n6p1d0e9f", "mailctl queue hold --destination other.test") =>
        _target = new QueueTarget(Take(QueueTarget.Id()), Take(QueueTarget.Destination()));

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (!_target.IsUsable(run))
        {
            return QueueTarget.Missing;
        }

        // Of a message that is on its way to other servers, the jobs.
        var jobs = await new OutboundActions(run.Storage, Time).HoldAsync(_target.JobsOf(run, cancellationToken), cancellationToken);
        if (jobs > 0 || _target.MessageOf(run) is not { } id)
        {
            return _target.Tell(run, "held", jobs);
        }

        var record = await run.Storage.Log.FindAsync(id, cancellationToken);
        if (record is { IsFinal: true })
        {
            return CommandResult.Refused($"Message {id} is {QueueState.Name(record.State)}: there is nothing to hold; see: mailctl trace {id}");
        }

        if (!await new QueueActions(run.Storage, Time).HoldAsync(id, cancellationToken))
        {
            return QueueParameters.NotFound(id);
        }

        run.Answer.Write(
            new QueueActionView(id.ToString(), "held", "not delivered until released"),
            json => json.QueueActionView,
            text => text.Line($"Message {id} is held; to send it on: mailctl queue release {id}"));
        return CommandResult.Done;
    }
}
