using Mail.Core;

namespace Mail.Processing;

/// <summary>One job for another server.</summary>
/// <param name="ForwardedBy">As in <see cref="OutboundJob.ForwardedBy"/>.</param>
internal sealed record RemoteDelivery(string JobId, string Destination, MailAddress? ForwardedBy)
{
    /// <summary>To whom it goes.</summary>
    public List<OutboundRecipient> Addresses { get; } = [];

    /// <summary>Whom it serves.</summary>
    public HashSet<PendingRecipient> Recipients { get; } = [];
}
