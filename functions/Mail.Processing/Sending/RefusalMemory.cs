using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// What is learned from what other servers say to an attempt: an address that does not exist gets nothing more for a while
/// (<see cref="ISuppressionList"/>), and a domain that refuses much of what is sent on gets nothing sent on (<see cref="IForwardingBreaker"/>).
/// Nothing depends on it: when the storage cannot take it, the next attempt says the same again.
/// </summary>
public sealed class RefusalMemory(
    ISuppressionList suppressions, IForwardingBreaker breaker, IDirectory directory, TimeProvider time, ILogger<RefusalMemory> logger)
{
    /// <param name="job">As it was before the attempt, or after.</param>
    internal async Task LearnAsync(OutboundJob job, AttemptOutcome outcome, SiteSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var result in outcome.Results.Where(result => IsBadAddress(job, result)))
            {
                await SuppressAsync(job, result, settings, cancellationToken);
            }

            await CountAsync(job, outcome, cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            OutboundLog.NotWritten(logger, job.JobId, $"what {job.Destination} has refused", e.Message);
        }
    }

    /// <summary>
    /// Only what a server has said to RCPT: to MAIL the same words are about the sender, and what we find in the DNS we find again. Notices are left out:
    /// who takes none from the null reverse-path refuses them by any code.
    /// </summary>
    private static bool IsBadAddress(OutboundJob job, RecipientResult result) =>
        job.ReversePath is not null
        && result is { Outcome: SendOutcome.Permanent, IsToRcpt: true, Reply.Code: >= 500 }
        && Suppression.IsHard(result.Status);

    private async Task SuppressAsync(OutboundJob job, RecipientResult result, SiteSettings settings, CancellationToken cancellationToken)
    {
        // Whoever is ours, also behind a relay, may be there tomorrow.
        if (await directory.FindDomainAsync(result.Address.Domain, cancellationToken) is not null)
        {
            return;
        }

        var now = time.GetUtcNow();
        var entry = new Suppression
        {
            Address = result.Address,
            Reason = result.Reason,
            Status = result.Status,
            Since = now,
            Expires = now + settings.SuppressionTime,
            Source = SuppressionSource.Reply,
        };
        await suppressions.AddAsync(entry, cancellationToken);
        OutboundLog.Suppressed(logger, job.JobId, entry.Address, entry.Expires.Value, entry.Reason);
    }

    private async Task CountAsync(OutboundJob job, AttemptOutcome outcome, CancellationToken cancellationToken)
    {
        if (!job.IsForward)
        {
            return;
        }

        // Without a reply it was decided here.
        var answered = outcome.Results.Where(result => result.Reply is not null).ToList();
        var sent = answered.Count(result => result.Outcome == SendOutcome.Sent);
        var refused = answered.Where(result => result.Outcome == SendOutcome.Permanent && !Suppression.IsAboutRecipient(result.Status)).ToList();
        if (sent + refused.Count > 0)
        {
            await breaker.CountAsync(
                new ForwardingOutcome(job.ForwardingTarget, sent, refused.Count, refused.FirstOrDefault()?.Reply?.ToString() ?? ""), cancellationToken);
        }
    }
}
