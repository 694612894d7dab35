using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueRelease : CtlCommand
{
    private readonly QueueTarget _target;

    public QueueRelease(CtlApp app)
        : base(app, "release", "Sends a held or withdrawn message on its way.", "mailctl queue release 01k9zq3v5x8r4c2m7n6p1d0e9f", "mailctl queue release --destination other.test") =>
        _target = new QueueTarget(Take(QueueTarget.Id()), Take(QueueTarget.Destination()));

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (!_target.IsUsable(run))
        {
            return QueueTarget.Missing;
        }

        // Of a message that is on its way to other servers, the jobs.
        var jobs = await new OutboundActions(run.Storage, Time).ReleaseAsync(_target.JobsOf(run, cancellationToken), cancellationToken);
        if (jobs > 0 || _target.MessageOf(run) is not { } id)
        {
            return _target.Tell(run, "released", jobs);
        }

        if (await run.Storage.Spool.FindAsync(id, cancellationToken) is not { } spooled)
        {
            return QueueParameters.NotFound(id);
        }

        // Also when only the record says so: a release that was cut off is finished by doing it again.
        var record = await run.Storage.Log.FindAsync(id, cancellationToken);
        if (record is { State: MessageState.Quarantined })
        {
            return CommandResult.Refused($"Message {id} is in quarantine; to look at it: mailctl quarantine show {id}; to let it out: mailctl quarantine release {id}");
        }

        if (spooled is { Held: false, Withdrawn: false } && record is not { State: MessageState.Held })
        {
            return CommandResult.Refused($"Message {id} is not held; to try it now: mailctl queue requeue {id}");
        }

        if (!await new QueueActions(run.Storage, Time).ReleaseAsync(id, cancellationToken))
        {
            return QueueParameters.NotFound(id);
        }

        run.Answer.Write(
            new QueueActionView(id.ToString(), "released", "enqueued"),
            json => json.QueueActionView,
            text => text.Line($"Message {id} is released."));
        return CommandResult.Done;
    }
}
