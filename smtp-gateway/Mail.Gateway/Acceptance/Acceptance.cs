using Mail.Core;

namespace Mail.Gateway;

/// <summary>What came of a message whose content is whole.</summary>
/// <param name="QueueId">Under which the message is durable and queued (S3); <c>null</c> when that is not certain: answer 451.</param>
/// <param name="Handling">To be ended according to whether the answer got out; <c>null</c> when there is nothing to decide.</param>
public sealed record Acceptance(QueueId? QueueId, Handling? Handling)
{
    /// <summary>Nothing was or will be accepted, as far as this attempt goes.</summary>
    public static Acceptance Failed { get; } = new(null, null);
}
