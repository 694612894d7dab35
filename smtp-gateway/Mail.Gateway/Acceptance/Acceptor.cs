using System.Diagnostics;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Makes a message durable and queued (S3), exactly once whatever its client repeats: commit to the spool, pointer into the queue; or, when the
/// message is a client's second attempt at one that we have, that one instead.
/// </summary>
internal sealed class Acceptor(
    MessagesInDoubt inDoubt, EarlierCopy earlier, IncomingQueue incoming, SpoolHealth health, TimeProvider time, ILogger<Acceptor> logger)
{
    /// <summary>
    /// For all storage operations of one message together. The client waits 10 minutes (RFC 5321 §4.5.3.2.6); the adapters give up after some
    /// 20 s each, and after a minute an answer that lets the client try later is worth more than an answer that may not come.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Never throws for what storage does: every failure is an outcome.</summary>
    /// <param name="writer">With the whole message in it. Not committed when an earlier copy is found.</param>
    /// <param name="clientGone">
    /// Cancelled when the client's connection ends. That does not stop the commit: half a commit is no better than a whole one, and the client's
    /// retry finds it.
    /// </param>
    public async ValueTask<Acceptance> AcceptAsync(
        ISpoolWriter writer, QueueId queueId, Fingerprint fingerprint, CancellationToken clientGone)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        return await FindEarlierAsync(queueId, fingerprint, clientGone, timeout.Token)
            ?? await CommitAsync(writer, queueId, fingerprint, clientGone, timeout.Token);
    }

    private async ValueTask<Acceptance?> FindEarlierAsync(
        QueueId queueId, Fingerprint fingerprint, CancellationToken clientGone, CancellationToken cancellationToken)
    {
        Handling? claimed = null;
        try
        {
            while ((claimed = await inDoubt.ClaimAsync(fingerprint, clientGone, cancellationToken)) is not null)
            {
                if (await earlier.SecureAsync(claimed.QueueId, cancellationToken))
                {
                    if (!claimed.Promise())
                    {
                        // The next start would withdraw a message that has its 250.
                        claimed.GiveUp();
                        return Acceptance.Failed;
                    }

                    AcceptanceLog.RetryRecognized(logger, queueId, claimed.QueueId);
                    return new Acceptance(claimed.QueueId, claimed);
                }

                AcceptanceLog.NothingOfEarlier(logger, queueId, claimed.QueueId);
                claimed.Supersede();
            }

            return null;
        }
        catch (Exception e)
        {
            // Whether there is a first copy is not known: another copy now might be one too many.
            claimed?.GiveUp();
            AcceptanceLog.EarlierUnknown(logger, e, queueId);
            return Acceptance.Failed;
        }
    }

    private async ValueTask<Acceptance> CommitAsync(
        ISpoolWriter writer, QueueId queueId, Fingerprint fingerprint, CancellationToken clientGone, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var handling = inDoubt.Begin(queueId, fingerprint, clientGone);
        var step = "commit to the spool";
        try
        {
            await writer.CommitAsync(cancellationToken);
            health.TookWrite();
            step = "enqueue";
            await incoming.EnqueueAsync(new IncomingPointer(queueId), TimeSpan.Zero, cancellationToken);
        }
        catch (Exception e)
        {
            health.Failed();
            AcceptanceLog.NotAccepted(logger, e, queueId, step);
            handling.Refuse();
            return Acceptance.Failed;
        }

        GatewayMetrics.CommitDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        return new Acceptance(queueId, handling);
    }
}
