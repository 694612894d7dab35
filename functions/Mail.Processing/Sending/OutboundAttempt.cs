using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>The attempt itself: whoever is suppressed is left out, the message gets its fields, and each next hop is tried once.</summary>
public sealed class OutboundAttempt(
    IMessageSender sender, ISuppressionList suppressions, IForwardingBreaker breaker, IOutgoingFields fields, SenderRewriting rewriting, TimeProvider time,
    ILogger<OutboundAttempt> logger)
{
    /// <summary>
    /// What it throws, it throws before anything was sent. A fault of ours (an exception that nobody expects) is an outcome as any other, and a temporary one: so it counts
    /// as an attempt, and when the message's lifetime is over its sender is told.
    /// </summary>
    /// <exception cref="StorageUnavailableException">It may be tried again at once.</exception>
    internal async Task<AttemptOutcome> MakeAsync(OutboundRun run, SpooledMessage message, CancellationToken cancellationToken)
    {
        var outcome = new AttemptOutcome();
        foreach (var group in run.Decided)
        {
            outcome.Add(Decide(group), LifetimeOf(group, run), group.Transport.Kind == TransportKind.Discard);
        }

        foreach (var (group, dead) in run.Dead)
        {
            outcome.Add(NotReached(group, dead), LifetimeOf(group, run));
        }

        if (run.Entered.Count > 0)
        {
            try
            {
                await SendAsync(run, message, outcome, cancellationToken);
            }
            catch (Exception e) when (IsFault(e))
            {
                foreach (var (group, _) in run.Entered)
                {
                    outcome.Add(Fault(run, group, e), LifetimeOf(group, run));
                }
            }
        }

        return outcome;
    }

    private async Task SendAsync(OutboundRun run, SpooledMessage message, AttemptOutcome outcome, CancellationToken cancellationToken)
    {
        if (run.Job.IsForward && await breaker.WaitsUntilAsync(run.Job.ForwardingTarget, cancellationToken) is { } until)
        {
            foreach (var (group, _) in run.Entered)
            {
                outcome.Add(Waiting(group, until), LifetimeOf(group, run));
            }

            return;
        }

        // Before anything is sent: what the storage cannot tell now must not stop us between two next hops.
        var allowed = await SuppressAsync(run, outcome, cancellationToken);
        var reversePath = await rewriting.ReversePathOfAsync(run.Job, cancellationToken);
        var prepended = await fields.BuildAsync(run.Job, message, cancellationToken);
        foreach (var (whole, group) in allowed)
        {
            try
            {
                var started = time.GetTimestamp();
                var result = await sender.SendAsync(RequestFor(run.Job, reversePath, group, message, prepended), cancellationToken);
                var isReached = result.Scope == SendScope.Message;
                run.Made[whole] = new AttemptMade(isReached, time.GetElapsedTime(started), isReached ? "" : result.Recipients[0].Reason);
                outcome.Add(result, LifetimeOf(group, run));
            }
            catch (Exception e) when (run.Made.Count > 0 && !IsFault(e))
            {
                // What an earlier next hop has taken has to be written; the rest stays pending.
                return;
            }
            catch (Exception e) when (IsFault(e))
            {
                outcome.Add(Fault(run, group, e), LifetimeOf(group, run));
            }
        }
    }

    private async Task<List<(SendGroup Whole, SendGroup Group)>> SuppressAsync(OutboundRun run, AttemptOutcome outcome, CancellationToken cancellationToken)
    {
        var allowed = new List<(SendGroup, SendGroup)>();
        foreach (var (group, _) in run.Entered)
        {
            var wanted = new List<OutboundRecipient>();
            foreach (var recipient in group.Recipients)
            {
                if (await suppressions.FindAsync(recipient.Address, cancellationToken) is { } suppression)
                {
                    outcome.Add(Suppressed(recipient, suppression), LifetimeOf(group, run));
                }
                else
                {
                    wanted.Add(recipient);
                }
            }

            if (wanted.Count > 0)
            {
                allowed.Add((group, group with { Recipients = wanted }));
            }
        }

        return allowed;
    }

    private static SendRequest RequestFor(OutboundJob job, MailAddress? reversePath, SendGroup group, SpooledMessage message, ReadOnlyMemory<byte> prepended)
    {
        var envelope = message.Envelope;
        return new SendRequest
        {
            QueueId = job.QueueId,
            Destination = job.Destination,
            Transport = group.Transport,
            ReversePath = reversePath,
            Recipients =
            [
                .. group.Recipients.DistinctBy(recipient => recipient.Address).Select(recipient =>
                {
                    var named = envelope.Recipients.ElementAtOrDefault(recipient.Place - 1);
                    return new SendRecipient(recipient.Address, named?.OriginalRecipient, named?.Notify);
                }),
            ],
            OpenContent = _ =>
            {
                message.Content.Position = 0;
                return ValueTask.FromResult<Stream>(new OutgoingContent(prepended, message.Content));
            },
            Size = prepended.Length + message.Content.Length,
            Body = envelope.Body,
            SmtpUtf8 = envelope.SmtpUtf8,
            Ret = envelope.Ret,
            EnvId = envelope.EnvId,
            RequireTls = envelope.RequireTls,
            TlsOptional = IsTlsOptional(message),
        };
    }

    // RFC 8689 §4.3: REQUIRETLS beats the field. It is heeded of those only who may send through us: a stranger's field does not decide about what we send on.
    private static bool IsTlsOptional(SpooledMessage message) =>
        message.Envelope is { MayRelay: true, RequireTls: false } && TlsRequiredField.SaysNo(message.Content);

    private static TimeSpan LifetimeOf(SendGroup group, OutboundRun run) => group.Transport.Lifetime ?? run.Settings.QueueLifetime;

    private static bool IsFault(Exception e) => e is not (OperationCanceledException or StorageUnavailableException);

    private SendResult Fault(OutboundRun run, SendGroup group, Exception e)
    {
        OutboundLog.Fault(logger, e, run.Job.JobId, group.NextHop);
        // RFC 3463 §3.4: X.3.0, other mail system status.
        return Local(group.All(SendOutcome.Temporary, "4.3.0", "an error in this mail system"));
    }

    private static SendResult Decide(SendGroup group)
    {
        if (group.Transport.Kind == TransportKind.Discard)
        {
            return Local(group.All(SendOutcome.Sent, "2.0.0", $"discarded: transport {group.Transport.Pattern}"));
        }

        var refusal = RefusalText.Read(group.Transport.Text);
        return Local(group.All(SendOutcome.Permanent, refusal.Status, refusal.Text));
    }

    private static SendResult NotReached(SendGroup group, Admission.Dead dead) =>
        Local(group.All(SendOutcome.Temporary, dead.Status, dead.Reason.Length > 0 ? dead.Reason : $"{group.NextHop} does not answer"));

    private static SendResult Waiting(SendGroup group, DateTimeOffset until) =>
        Local(group.All(SendOutcome.Temporary, "4.7.0", $"forwarding there waits until {until:HH:mm}: much of what is forwarded is refused"));

    private static SendResult Suppressed(OutboundRecipient recipient, Suppression suppression) => Local(
        [new RecipientResult(recipient.Address, SendOutcome.Permanent, suppression.Status ?? "5.1.1", $"not sent, on the suppression list: {suppression.Reason}")]);

    private static SendResult Local(IEnumerable<RecipientResult> recipients) => new() { Recipients = [.. recipients], Scope = SendScope.Message };
}
