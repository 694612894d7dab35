using Mail.Core;

namespace Mail.Processing;

/// <summary>Where one message goes in one run: mailboxes and destinations elsewhere, each once, with the recipients that they serve.</summary>
internal sealed class DeliveryPlan(QueueId queueId)
{
    // Ids of jobs must be the same in every run, whoever is still pending then: they name the first job for this destination, and nothing about the
    // recipients. So must those of copies be (LocalDelivery): the mark in the mailbox is what keeps a second run from delivering again.
    private readonly string _firstId = $"{queueId}-1";
    private readonly Dictionary<string, LocalDelivery> _mailboxes = [];
    private readonly Dictionary<(string JobId, string Destination), RemoteDelivery> _destinations = [];
    private readonly Dictionary<MailAddress, RemoteDelivery> _addresses = [];

    public IReadOnlyCollection<LocalDelivery> Mailboxes => _mailboxes.Values;

    public IReadOnlyCollection<RemoteDelivery> Destinations => _destinations.Values;

    /// <summary>A mailbox is sorted once, also when the message was sent to a list and to a member of it: the first recipient decides.</summary>
    public LocalDelivery? Find(RouteDestination.Mailbox destination) => _mailboxes.GetValueOrDefault(destination.Account.AccountId);

    public LocalDelivery Add(RouteDestination.Mailbox destination, SortDecision sort)
    {
        var delivery = new LocalDelivery(queueId, destination, sort);
        _mailboxes.Add(destination.Account.AccountId, delivery);
        return delivery;
    }

    /// <summary>
    /// One job for all recipients of a domain whom the sender named, and one for each of our addresses that sends the message on there: it leaves under
    /// another reverse-path, and says by whom it came. An address gets one copy, by the first way that leads there.
    /// </summary>
    public RemoteDelivery Add(PendingRecipient recipient, RouteDestination.Remote destination)
    {
        if (!_addresses.TryGetValue(destination.Address, out var delivery))
        {
            delivery = DeliveryFor(recipient, destination.Address);
            delivery.Addresses.Add(new OutboundRecipient(destination.Address, recipient.Place));
            _addresses.Add(destination.Address, delivery);
        }

        delivery.Recipients.Add(recipient);
        return delivery;
    }

    /// <summary>
    /// When all is planned: who is served by a mailbox that sends on is served by those to which it does; and where rules send a message round in a
    /// circle, it stays.
    /// </summary>
    public void Complete()
    {
        foreach (var delivery in _mailboxes.Values.Where(delivery => !delivery.ReachesSomebody))
        {
            delivery.KeepInstead("kept: the rules redirect it in a circle");
        }

        foreach (var delivery in _mailboxes.Values)
        {
            foreach (var reached in delivery.Reach())
            {
                delivery.Recipients.ToList().ForEach(reached.Add);
                reached.Remotes.ForEach(remote => remote.Recipients.UnionWith(delivery.Recipients));
            }
        }
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
