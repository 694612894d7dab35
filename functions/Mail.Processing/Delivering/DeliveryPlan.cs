using Mail.Core;

namespace Mail.Processing;

/// <summary>Where one message goes in one run: mailboxes and destinations elsewhere, each once, with the recipients that they serve.</summary>
internal sealed class DeliveryPlan(QueueId queueId)
{
    private readonly Dictionary<(string AccountId, string Folder), LocalDelivery> _mailboxes = [];
    private readonly Dictionary<string, List<(PendingRecipient Recipient, MailAddress Address)>> _destinations = [];

    public IReadOnlyCollection<LocalDelivery> Mailboxes => _mailboxes.Values;

    /// <summary>By domain of the recipients.</summary>
    public IReadOnlyDictionary<string, List<(PendingRecipient Recipient, MailAddress Address)>> Destinations => _destinations;

    /// <summary>Recipients are added in the order of their places, so a delivery is named after the lowest.</summary>
    public void Add(PendingRecipient recipient, RouteDestination.Mailbox destination, SortDecision sort)
    {
        var key = (destination.Account.AccountId, sort.Folder);
        if (_mailboxes.TryGetValue(key, out var planned))
        {
            // A mailbox never shows a message twice, also when it was sent to a list and to a member of it.
            planned.Recipients.Add(recipient);
            return;
        }

        _mailboxes.Add(key, new LocalDelivery($"{queueId}-{recipient.Place}", destination, sort) { Recipients = { recipient } });
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

/// <summary>One copy for one folder of one mailbox.</summary>
internal sealed record LocalDelivery(string DeliveryId, RouteDestination.Mailbox Destination, SortDecision Sort)
{
    public List<PendingRecipient> Recipients { get; } = [];
}
