using Mail.Core;

namespace Mail.Processing;

/// <summary>One job for another server.</summary>
/// <param name="ForwardedBy">As in <see cref="OutboundJob.ForwardedBy"/>.</param>
internal sealed record RemoteDelivery(string JobId, string Destination, MailAddress? ForwardedBy)
{
    /// <summary>In the ids of jobs, before what names the address: no number begins with it.</summary>
    public const string RedirectMark = "r";

    /// <summary>A rule sends it on. Its id then says to whom, so that it is known in every run, whoever is pending and whatever the rules are then.</summary>
    public bool IsRedirect { get; init; }

    /// <summary>To whom it goes.</summary>
    public List<OutboundRecipient> Addresses { get; } = [];

    /// <summary>Whom it serves.</summary>
    public HashSet<PendingRecipient> Recipients { get; } = [];
}
