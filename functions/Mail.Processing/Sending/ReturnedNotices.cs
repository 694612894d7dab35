using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Reads the notices (DSNs) that come to an SRS address of ours on their way back to a sender: one may say that an address to which we sent something on
/// does not exist. Whoever got mail through us knows such an address, and so may its sender; what is said is believed only with the proof that went to the server of
/// the one it is about (<see cref="Srs.ProofOf"/>), and of no other recipients than those of that message there.
/// </summary>
public sealed class ReturnedNotices(
    IBounceReader reader, IMessageLog log, Router router, ISuppressionList suppressions, ISiteSettings siteSettings, TimeProvider time, ILogger<ReturnedNotices> logger,
    Srs? srs = null)
{
    /// <param name="sender">To whom the SRS address leads.</param>
    /// <exception cref="StorageUnavailableException">Nothing is lost: it may be repeated.</exception>
    internal async Task LearnAsync(SpooledMessage notice, MailAddress sender, CancellationToken cancellationToken)
    {
        // RFC 3461 §6.1 (c): a notice goes to one recipient, from nobody.
        if (notice.Envelope is not { ReversePath: null, Recipients.Count: 1 }
            || reader.Read(notice.Content) is not { IsStandard: true } report
            || report.Recipients.Where(recipient => recipient.IsHard).ToList() is not { Count: > 0 } failed)
        {
            return;
        }

        foreach (var queueId in report.OriginalIds)
        {
            if (await log.FindAsync(queueId, cancellationToken) is { } record && sender.Equals(record.ReversePath))
            {
                var proven = (await ForwardedToAsync(record, cancellationToken))
                    .Where(address => report.OriginalProofs.Any(proof => srs?.IsProof(proof, queueId, address.Domain) == true));
                await SuppressAsync(notice.Envelope.QueueId, failed, proven, cancellationToken);
                return;
            }
        }
    }

    /// <summary>The addresses elsewhere to which the message was sent on, as far as it would be sent there today.</summary>
    private async Task<List<MailAddress>> ForwardedToAsync(MessageRecord record, CancellationToken cancellationToken)
    {
        var found = new List<MailAddress>();
        foreach (var recipient in record.Recipients)
        {
            if (await ResolveAsync(recipient.Address, cancellationToken) is RouteResult.Found route)
            {
                found.AddRange(route.Destinations.OfType<RouteDestination.Remote>()
                    .Select(remote => remote.Address)
                    .Where(address => WasSent(record, recipient, address)));
            }
        }

        return found;
    }

    /// <summary>See <see cref="OutboundJob.JobId"/> for what is sent on, and <see cref="OutboundJob.DeliveryText"/>.</summary>
    private static bool WasSent(MessageRecord record, RecipientRecord recipient, MailAddress address) =>
        recipient.Deliveries.Any(delivery => delivery.EndsWith($" {address.Domain}/{record.QueueId}-{recipient.Place + 1}", StringComparison.Ordinal));

    private async Task<RouteResult?> ResolveAsync(MailAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return await router.ResolveAsync(address, cancellationToken);
        }
        catch (UnusableRowException)
        {
            // Where it leads is for its operator to mend; the notice goes on meanwhile.
            return null;
        }
    }

    private async Task SuppressAsync(QueueId noticeId, List<BouncedRecipient> failed, IEnumerable<MailAddress> forwardedTo, CancellationToken cancellationToken)
    {
        var (now, settings) = (time.GetUtcNow(), await siteSettings.GetAsync(cancellationToken));
        foreach (var address in forwardedTo.Distinct())
        {
            if (failed.Find(recipient => recipient.IsAbout(address)) is { } bounced)
            {
                var entry = new Suppression
                {
                    Address = address,
                    Reason = bounced.Diagnostic.Length > 0 ? bounced.Diagnostic : $"notice {noticeId}",
                    Status = bounced.Status,
                    Since = now,
                    Expires = now + settings.SuppressionTime,
                    Source = SuppressionSource.Bounce,
                };
                await suppressions.AddAsync(entry, cancellationToken);
                OutboundLog.Suppressed(logger, noticeId.ToString(), address, entry.Expires.Value, entry.Reason);
            }
        }
    }
}
