namespace Mail.Ctl;

/// <summary>What messages cost in requests and time. The defaults were measured here; those of a site, from its own metrics, can take their place: docs/cost.md.</summary>
internal sealed record SiteCounts
{
    /// <summary>A message to a mailbox.</summary>
    public MessageCounts Received { get; init; } = MessageCounts.Received;

    /// <summary>A message that a user submitted, sent to another server.</summary>
    public MessageCounts Sent { get; init; } = MessageCounts.Sent;
}
