namespace Mail.Ctl;

/// <summary>A message that is not finally delivered, or a job of one for another server.</summary>
/// <param name="Id">What the other verbs of <c>queue</c> take: the queue id, the job id, or the queue message's own id when it names no message.</param>
/// <param name="State">
/// <c>incoming</c>: waits for its first attempt. <c>delivering</c>: some recipients are done. <c>deferred</c>: waits for another attempt.
/// <c>held</c>: by an operator. <c>poison</c>: processing failed too often. <c>outbound</c>: waits for another server.
/// </param>
/// <param name="Queue">The queue of storage it was seen in; <c>null</c> when it was found by its record.</param>
/// <param name="Sender">Empty for the null reverse-path; <c>null</c> when the list does not tell, see <c>queue show</c>.</param>
/// <param name="Recipients">Those that wait; empty when the list does not tell.</param>
/// <param name="Size">In octets; <c>null</c> when the list does not tell.</param>
/// <param name="Attempts">Made so far.</param>
/// <param name="Reason">Why it waits.</param>
internal sealed record QueueEntryView(
    string Id,
    string State,
    string? Queue,
    string? Sender,
    IReadOnlyList<string> Recipients,
    string Subject,
    long? Size,
    DateTimeOffset ArrivedAt,
    long AgeSeconds,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string Reason);
