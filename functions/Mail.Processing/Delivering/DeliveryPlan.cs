using Mail.Core;

namespace Mail.Processing;

/// <summary>Where one message goes in one run: mailboxes and destinations elsewhere, each once, with the recipients that they serve.</summary>
internal sealed class DeliveryPlan(QueueId queueId)
{
    // Both ids must be the same in every run, whoever is still pending then: the mark in the mailbox is what keeps a second run from
    // delivering again. So they name the first copy for this mailbox, the first job for this destination, and nothing about the recipients.
    private readonly string _firstId = $"{queueId}-1";
    private readonly Dictionary<string, LocalDelivery> _mailboxes = [];
    private readonly Dictionary<(string JobId, string Destination), RemoteDelivery> _destinations = [];
    private readonly Dictionary<MailAddress, RemoteDelivery> _addresses = [];

    public IReadOnlyCollection<LocalDelivery> Mailboxes => _mailboxes.Values;

    public IReadOnlyCollection<RemoteDelivery> Destinations => _destinations.Values;

    /// <summary>A mailbox never shows a message twice, also when it was sent to a list and to a member of it: the first recipient decides the folder.</summary>
    public void Add(PendingRecipient recipient, RouteDestination.Mailbox destination, SortDecision sort)
    {
        if (!_mailboxes.TryGetValue(destination.Account.AccountId, out var delivery))
        {
            _mailboxes.Add(destination.Account.AccountId, delivery = new LocalDelivery(_firstId, destination, sort));
        }

        if (!delivery.Recipients.Contains(recipient))
        {
            delivery.Recipients.Add(recipient);
        }
    }

    /// <summary>
    /// One job for all recipients of a domain whom the sender named, and one for each of our addresses that sends the message on there: it leaves under
    /// another reverse-path, and says by whom it came. An address gets one copy, by the first way that leads there.
    /// </summary>
    public void Add(PendingRecipient recipient, RouteDestination.Remote destination)
    {
        if (!_addresses.TryGetValue(destination.Address, out var delivery))
        {
            delivery = DeliveryFor(recipient, destination.Address);
            delivery.Addresses.Add(new OutboundRecipient(destination.Address, recipient.Place));
            _addresses.Add(destination.Address, delivery);
        }

        delivery.Recipients.Add(recipient);
    }

    private RemoteDelivery DeliveryFor(PendingRecipient recipient, MailAddress address)
    {
        var forwarder = address.Equals(recipient.Address) ? null : recipient.Address;
        var jobId = forwarder is null ? _firstId : $"{queueId}-{recipient.Place + 1}";
        if (!_destinations.TryGetValue((jobId, address.Domain), out var delivery))
        {
            _destinations.Add((jobId, address.Domain), delivery = new RemoteDelivery(jobId, address.Domain, forwarder));
        }

        return delivery;
    }
}

/// <summary>One job for another server.</summary>
/// <param name="ForwardedBy">As in <see cref="OutboundJob.ForwardedBy"/>.</param>
internal sealed record RemoteDelivery(string JobId, string Destination, MailAddress? ForwardedBy)
{
    /// <summary>To whom it goes.</summary>
    public List<OutboundRecipient> Addresses { get; } = [];

    /// <summary>Whom it serves.</summary>
    public HashSet<PendingRecipient> Recipients { get; } = [];
}

/// <summary>One copy for one mailbox.</summary>
internal sealed record LocalDelivery(string DeliveryId, RouteDestination.Mailbox Destination, SortDecision Sort)
{
    public List<PendingRecipient> Recipients { get; } = [];

    /// <summary>Set when it has been made.</summary>
    public DeliveryOutcome? Outcome { get; set; }
}
