using Mail.Core;

namespace Mail.Processing;

/// <content>The ends of a run: what goes on record, and when the message is tried again.</content>
public sealed partial class MessageFlow
{
    private async Task<FlowResult> HoldAsync(FlowRun run)
    {
        await log.RecordAsync(run.ToRecord(MessageState.Held) with { Detail = "held by an operator" }, run.CancellationToken);
        FlowLog.Held(logger, run.Envelope.QueueId);
        return new FlowResult(MessageState.Held, "held by an operator");
    }

    /// <returns><c>null</c> when something has become of the message since this run began.</returns>
    private async Task<FlowResult?> QuarantineAsync(FlowRun run, ScreenVerdict verdict)
    {
        run.Pending.ToList().ForEach(recipient => recipient.Defer(verdict.Reason));
        var record = run.ToRecord() with { State = MessageState.Quarantined, Detail = verdict.Reason };
        if (!await TryRecordAsync(run, record))
        {
            return null;
        }

        FlowLog.Quarantined(logger, run.Envelope.QueueId, verdict.Reason);
        await dmarc.CountAsync(run, verdict);
        return new FlowResult(MessageState.Quarantined, verdict.Reason);
    }

    private async Task<FlowResult> ReturnAsync(FlowRun run, ScreenVerdict verdict, bool isBeside)
    {
        // Before the record: should that fail, another run sends the same notice.
        await submissions.SendAsync(run.Message, run.Pending.Select(recipient => recipient.Given), verdict.Reason, run.CancellationToken);
        run.Pending.ToList().ForEach(recipient => recipient.Fail($"returned to its sender: {verdict.Reason}"));
        return await RecordAsync(run, verdict, isBeside);
    }

    /// <summary>Writes the record unless there is another now than when this run began.</summary>
    private async Task<bool> TryRecordAsync(FlowRun run, MessageRecord record)
    {
        if (run.Earlier is not { } earlier)
        {
            return await log.AddAsync(record, run.CancellationToken);
        }

        var isOurs = false;
        await log.UpdateAsync(record.QueueId, found => (isOurs = found.IsAsIn(earlier)) ? record.Over(found) : found, run.CancellationToken);
        return isOurs;
    }

    /// <param name="isBeside">
    /// The pointer came beside the one that the schedule has sent: from the sweep or an operator. It must not start a schedule of its own. One that
    /// is given out a second time may be the one whose run died before it had sent the next.
    /// </param>
    private async Task<FlowResult> RecordAsync(FlowRun run, ScreenVerdict verdict, bool isBeside)
    {
        var record = run.ToRecord();
        var isScheduled = isBeside && run.NextAttemptAt > run.Now;
        if (record.State == MessageState.Deferred)
        {
            record = isScheduled ? record with { NextAttemptAt = run.NextAttemptAt } : WithNextAttempt(record);
        }

        await log.RecordAsync(record, run.CancellationToken);
        if (!isScheduled && record.NextAttemptAt is { } next)
        {
            // After the record: if we die between the two, this pointer comes again and repeats both.
            await incoming.EnqueueAsync(
                new IncomingPointer(record.QueueId, record.Attempts), next - run.Now, run.CancellationToken);
        }

        FlowLog.Done(logger, record);
        await dmarc.CountAsync(run, verdict);
        return new FlowResult(record.State, string.Join("; ", record.Recipients.Select(r => $"{r.Address} {r.Outcome} {r.Detail}")));
    }

    private MessageRecord WithNextAttempt(MessageRecord record)
    {
        var next = record.UpdatedAt + options.RetryDelay(record.Attempts);
        return next - record.TriedSince <= options.Lifetime
            ? record with { NextAttemptAt = next }
            : record with { Detail = $"no more attempts after {options.Lifetime.TotalDays} days: kept for the operator" };
    }
}
