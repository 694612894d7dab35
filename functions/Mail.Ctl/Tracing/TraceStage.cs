namespace Mail.Ctl;

/// <summary>One step in the life of a message.</summary>
/// <param name="At">When; <c>null</c> for a state without a time.</param>
/// <param name="Stage">
/// <c>received</c>, <c>checked</c>, <c>spooled</c>, <c>waiting</c>, <c>held</c>, <c>poison</c>, <c>sender</c>, <c>policy</c>, <c>scanned</c>,
/// <c>filtered</c>, <c>clue</c>, <c>recipient</c>, <c>mailbox</c>, <c>outbound</c> or <c>record</c>.
/// </param>
/// <param name="Recipient">The envelope recipient it concerns; <c>null</c> for the message as a whole.</param>
/// <param name="Decision">What happened.</param>
/// <param name="Reason">Why; empty when there is nothing to say.</param>
internal sealed record TraceStage(DateTimeOffset? At, string Stage, string? Recipient, string Decision, string Reason);
