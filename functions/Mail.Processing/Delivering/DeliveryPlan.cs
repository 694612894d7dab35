using System.Security.Cryptography;
using System.Text;
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
    public RemoteDelivery Add(PendingRecipient recipient, RouteDestination.Remote destination) =>
        Add(recipient, destination.Address, () => DeliveryFor(recipient, destination.Address));

    /// <summary>
    /// What rules send on is a job for each address. One for the domain would hide a redirect that is new in a later run behind what is recorded of the job;
    /// and one that is named by the recipient would go out again when another recipient is the first.
    /// </summary>
    public RemoteDelivery Redirect(PendingRecipient recipient, RouteDestination.Remote destination) =>
        Add(recipient, destination.Address, () => RedirectTo(recipient, destination.Address));

    private RemoteDelivery Add(PendingRecipient recipient, MailAddress address, Func<RemoteDelivery> make)
    {
        if (!_addresses.TryGetValue(address, out var delivery))
        {
            delivery = make();
            delivery.Addresses.Add(new OutboundRecipient(address, recipient.Place));
            _addresses.Add(address, delivery);
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

    private RemoteDelivery RedirectTo(PendingRecipient recipient, MailAddress address)
    {
        // 128 bits: users choose the addresses, and could find two that share 64.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToString())).AsSpan(0, 16));
        var delivery = new RemoteDelivery($"{queueId}-{RemoteDelivery.RedirectMark}{name}", address.Domain, recipient.Address) { IsRedirect = true };
        _destinations.Add((delivery.JobId, address.Domain), delivery);
        return delivery;
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
