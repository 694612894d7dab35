using Mail.Core;

namespace Mail.Processing;

/// <summary>Where one message goes in one run: mailboxes and destinations elsewhere, each once, with the recipients that they serve.</summary>
internal sealed class DeliveryPlan(QueueId queueId)
{
    // Both ids must be the same in every run, whoever is still pending then: the mark in the mailbox is what keeps a second run from
    // delivering again. So they name the first copy for this mailbox, the first job for this destination, and nothing about the recipients.
    private readonly string _firstId = $"{queueId}-1";
    private readonly Dictionary<string, LocalDelivery> _mailboxes = [];
    private readonly Dictionary<string, List<(PendingRecipient Recipient, MailAddress Address)>> _destinations = [];

    public IReadOnlyCollection<LocalDelivery> Mailboxes => _mailboxes.Values;

    /// <summary>By domain of the recipients.</summary>
    public IReadOnlyDictionary<string, List<(PendingRecipient Recipient, MailAddress Address)>> Destinations => _destinations;

    public string JobId => _firstId;

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

    public void Add(PendingRecipient recipient, RouteDestination.Remote destination)
    {
        if (!_destinations.TryGetValue(destination.Address.Domain, out var addresses))
        {
            _destinations.Add(destination.Address.Domain, addresses = []);
        }

        if (!addresses.Exists(known => known.Address.Equals(destination.Address)))
        {
            addresses.Add((recipient, destination.Address));
        }
    }
}

/// <summary>One copy for one mailbox.</summary>
internal sealed record LocalDelivery(string DeliveryId, RouteDestination.Mailbox Destination, SortDecision Sort)
{
    public List<PendingRecipient> Recipients { get; } = [];

    /// <summary>Set when it has been made.</summary>
    public DeliveryOutcome? Outcome { get; set; }
}
