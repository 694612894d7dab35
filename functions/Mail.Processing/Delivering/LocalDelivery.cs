using System.Globalization;
using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>What one mailbox does with a message: the copies that it keeps, and where it sends it on.</summary>
internal sealed class LocalDelivery
{
    private readonly QueueId _queueId;
    private readonly List<LocalCopy> _copies = [];

    public LocalDelivery(QueueId queueId, RouteDestination.Mailbox destination, SortDecision sort)
    {
        _queueId = queueId;
        Destination = destination;
        Sort = sort;
        sort.Copies.ToList().ForEach(Add);
    }

    public RouteDestination.Mailbox Destination { get; }

    public SortDecision Sort { get; }

    public IReadOnlyList<LocalCopy> Copies => _copies;

    /// <summary>Whom it serves, the one by whom it was sorted first.</summary>
    public List<PendingRecipient> Recipients { get; } = [];

    /// <summary>The first of them leads to this mailbox and nowhere else.</summary>
    public bool IsPersonal { get; set; }

    /// <summary>Mailboxes here to which rules send it on.</summary>
    public List<LocalDelivery> Forwards { get; } = [];

    /// <summary>Jobs for other servers to which rules send it on.</summary>
    public List<RemoteDelivery> Remotes { get; } = [];

    /// <summary>Copies for other servers whose header rules have changed: messages of their own.</summary>
    public List<RedirectAction> Edited { get; } = [];

    /// <summary>What the operator should know of it, in words.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>Nothing is left to try here.</summary>
    public bool IsDone => _copies.TrueForAll(copy => copy.IsThere);

    public void Add(PendingRecipient recipient)
    {
        if (!Recipients.Contains(recipient))
        {
            Recipients.Add(recipient);
        }
    }

    /// <summary>Mail is never lost by a rule: where it cannot go where the rule wants it, it is kept, unless it is anyway.</summary>
    public void KeepInstead(string reason)
    {
        Remarks.Add(reason);
        if (_copies.Count == 0)
        {
            Add(FiledCopy.In(Sort.Fallback with { Reason = reason }));
        }
    }

    /// <summary>This mailbox and those to which it sends on, each once.</summary>
    public HashSet<LocalDelivery> Reach()
    {
        var reached = new HashSet<LocalDelivery> { this };
        var next = new Queue<LocalDelivery>([this]);
        while (next.TryDequeue(out var delivery))
        {
            foreach (var forward in delivery.Forwards.Where(reached.Add))
            {
                next.Enqueue(forward);
            }
        }

        return reached;
    }

    /// <summary>Somebody keeps the message, or a rule wants that nobody does.</summary>
    public bool ReachesSomebody => Reach().Any(delivery =>
        delivery._copies.Count + delivery.Remotes.Count + delivery.Edited.Count > 0 || delivery.Sort.Dropped is not null);

    private void Add(FiledCopy copy) =>
        _copies.Add(new LocalCopy(string.Create(CultureInfo.InvariantCulture, $"{_queueId}-{_copies.Count + 1}"), copy));
}
