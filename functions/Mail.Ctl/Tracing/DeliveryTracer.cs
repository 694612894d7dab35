using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Follows a delivery into the mailbox: where it is, why there, and whether it is still there.</summary>
internal sealed class DeliveryTracer(IMailboxStore mailboxes)
{
    /// <param name="delivery">As in <see cref="RecipientRecord.Deliveries"/>: <c>accountId/deliveryId folder uid</c>.</param>
    /// <returns>What was found out about it, and where it is; empty for what is no delivery to a mailbox.</returns>
    public async Task<IReadOnlyList<TraceStage>> TraceAsync(RecipientRecord recipient, string delivery, CancellationToken cancellationToken)
    {
        if (delivery.Split('/', 2) is not [var accountId, var rest]
            || rest.Split(' ', 2) is not [var deliveryId, var place]
            || !QueueId.TryParse(deliveryId.Split('-')[0], out var queueId))
        {
            return [];
        }

        var address = recipient.Address.ToString();
        if (await mailboxes.FindAsync(accountId, deliveryId, cancellationToken) is { } message)
        {
            return [.. message.Decision.Screening is { } screening ? ScreeningTrace.Of(recipient, screening) : [], Found(message, recipient, accountId)];
        }

        var mark = await mailboxes.ListMarksAsync(accountId, queueId, cancellationToken)
            .FirstOrDefaultAsync(candidate => candidate.DeliveryId == deliveryId, cancellationToken);
        return
        [
            mark is null
                ? new TraceStage(recipient.At, "mailbox", address, $"delivered to {place}", "no longer there, and the mailbox has forgotten it")
                : new TraceStage(
                    recipient.At,
                    "mailbox",
                    address,
                    string.Create(CultureInfo.InvariantCulture, $"delivered to {mark.Folder}, uid {mark.Uid}"),
                    "deleted from the mailbox since"),
        ];
    }

    private static TraceStage Found(MailboxMessage message, RecipientRecord recipient, string accountId)
    {
        var route = string.Join(" → ", message.Decision.Route);
        return new TraceStage(
            recipient.At,
            "mailbox",
            recipient.Address.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"in {message.Folder}, uid {message.Uid}, as {message.Id} in mailbox-{accountId}"),
            $"route: {route}; screen: {message.Decision.Screen}; sort: {message.Decision.Sort}");
    }
}
