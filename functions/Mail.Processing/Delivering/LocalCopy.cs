using Mail.Core;

namespace Mail.Processing;

/// <summary>One copy for one mailbox.</summary>
/// <param name="DeliveryId">The same in every run.</param>
internal sealed record LocalCopy(string DeliveryId, FiledCopy Filed)
{
    /// <summary>Set when it has been made.</summary>
    public DeliveryOutcome? Outcome { get; set; }

    /// <summary>It is in the mailbox, from this run or an earlier one.</summary>
    public bool IsThere => Outcome is { Status: not DeliveryStatus.OverQuota };
}
