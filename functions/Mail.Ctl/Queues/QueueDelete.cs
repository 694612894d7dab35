using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueDelete : CtlCommand
{
    private readonly QueueTarget _target;

    public QueueDelete(CtlApp app)
        : base(
            app,
            "delete",
            "Deletes a message that waits, for good and without asking. Nobody is told; copies already delivered stay.",
            "mailctl queue delete 01k9zq3v5x8r4c2m7n6p1d0e9f", "mailctl queue delete --destination other.test") =>
        _target = new QueueTarget(Take(QueueTarget.Id()), Take(QueueTarget.Destination()));

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (!_target.IsUsable(run))
        {
            return QueueTarget.Missing;
        }

        // Of a message that is on its way to other servers, the jobs.
        var jobs = await new OutboundActions(run.Storage, Time).DeleteAsync(_target.JobsOf(run, cancellationToken), cancellationToken);
        if (jobs > 0 || _target.MessageOf(run) is not { } id)
        {
            return _target.Tell(run, "deleted", jobs);
        }

        var before = await run.Storage.Log.FindAsync(id, cancellationToken);
        var after = before is { IsFinal: true } ? before : await new QueueActions(run.Storage, Time).DeleteAsync(id, cancellationToken);
        if (after is null)
        {
            return QueueParameters.NotFound(id);
        }

        if (before is { IsFinal: true } || after.State != MessageState.Deleted)
        {
            return CommandResult.Refused($"Message {id} is {QueueState.Name(after.State)} and waits no more; see: mailctl trace {id}");
        }

        run.Answer.Write(
            new QueueActionView(id.ToString(), "deleted", "removed from the spool"),
            json => json.QueueActionView,
            text => text.Line($"Message {id} is deleted."));
        return CommandResult.Done;
    }
}
