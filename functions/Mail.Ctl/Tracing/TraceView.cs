namespace Mail.Ctl;

/// <summary>The life of one message.</summary>
/// <param name="Sender">Empty for the null reverse-path; <c>null</c> when no longer known.</param>
/// <param name="State">The state of its record; <c>null</c> when it has none yet.</param>
/// <param name="Stages">In the order of time, as far as they have one.</param>
internal sealed record TraceView(
    string QueueId, string MessageId, string Subject, string? Sender, string? State, IReadOnlyList<TraceStage> Stages);
