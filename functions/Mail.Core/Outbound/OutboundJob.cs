namespace Mail.Core;

/// <summary>One message for one destination: a row of table <c>Outbound</c>.</summary>
public sealed record OutboundJob
{
    /// <summary><c>&lt;queueId&gt;-&lt;n&gt;</c>: 1 for the recipients that the sender named, one more than the recipient's place for what is sent on; <c>r</c> and a hash of the address for what rules send on.</summary>
    public required string JobId { get; init; }

    public required QueueId QueueId { get; init; }

    /// <summary>The recipients' domain.</summary>
    public required string Destination { get; init; }

    /// <summary>As it came: not rewritten.</summary>
    public required MailAddress? ReversePath { get; init; }

    /// <summary>The envelope recipient, an address of ours, that sends the message on; <c>null</c> when the sender named the recipients himself.</summary>
    public MailAddress? ForwardedBy { get; init; }

    /// <summary>It came to an SRS address of ours and goes back to who had sent what was forwarded.</summary>
    public bool IsReturn => ReversePath is null && ForwardedBy is { } by && Srs.LooksLike(by.LocalPart);

    /// <summary>Somebody here sends it on to somebody elsewhere.</summary>
    public bool IsForward => ForwardedBy is not null && !IsReturn;

    public required IReadOnlyList<OutboundRecipient> Recipients { get; init; }

    /// <summary>See <see cref="ForwardingOutcome.Target"/>.</summary>
    public MailAddress ForwardingTarget => Recipients.Select(recipient => recipient.Address).MinBy(address => address.ToString(), StringComparer.Ordinal)!;

    public required DateTimeOffset CreatedAt { get; init; }

    public OutboundState State { get; init; }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// When the next attempt is due; <c>null</c> before the first: at once. A pointer that comes before is beside the schedule and does nothing.
    /// </summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What came of the last attempt, in words.</summary>
    public string? LastReply { get; init; }

    /// <summary>Who is at it; <c>null</c> when nobody is.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>Until when nobody else may begin; passed when its owner has died.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When the sender was told that it takes time; <c>null</c> when he was not. It is told once.</summary>
    public DateTimeOffset? DelayToldAt { get; init; }

    /// <summary>Notices that are not known to be in the queue <c>incoming</c> yet.</summary>
    public IReadOnlyList<OutboundNotice> Notices { get; init; } = [];

    /// <summary>The storage's mark of this state of the row (ETag), for conditional changes; empty in a job that was not read from the storage.</summary>
    public string Version { get; init; } = "";

    /// <summary>Every recipient is final.</summary>
    public bool IsDone => !Recipients.Any(recipient => recipient.IsPending);

    /// <summary>As it stands in <see cref="RecipientRecord.Deliveries"/> while it is there.</summary>
    public string DeliveryText => $"outbound {Destination}/{JobId}";

    public OutboundPointer Pointer => new(Destination, JobId);

    public bool IsLeasedAt(DateTimeOffset now) => LeaseOwner is not null && LeaseUntil > now;

    /// <summary>With those of <paramref name="others"/> that are missing here; what is here stays as it is, so nothing that was sent is sent again.</summary>
    public OutboundJob With(IEnumerable<OutboundRecipient> others)
    {
        var together = Recipients.ToList();
        foreach (var other in others)
        {
            if (!together.Exists(other.IsSame))
            {
                together.Add(other);
            }
        }

        return together.Count == Recipients.Count ? this : this with { Recipients = together };
    }
}
