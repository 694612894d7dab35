using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>A message of a poison queue, and what it says.</summary>
/// <param name="Queue">The queue it failed in, and goes back to.</param>
internal sealed record PoisonMessage(string Queue, WorkItem Item)
{
    /// <summary>The queue id, job id, call id, delivery id, owner or remote account it points to; <c>null</c> when the body is no pointer.</summary>
    public string? Target { get; } = Queue switch
    {
        QueueNames.Incoming => IncomingPointer.TryParse(Item.Body, out var pointer) ? pointer.QueueId.ToString() : null,
        QueueNames.Outbound => OutboundPointer.TryParse(Item.Body, out var pointer) ? pointer.JobId : null,
        QueueNames.Webhooks => WebhookPointer.TryParse(Item.Body, out var pointer) ? pointer.CallId : null,
        QueueNames.Training => TrainingPointer.TryParse(Item.Body, out var pointer) ? pointer.Target : null,
        QueueNames.Fetching => FetchPointer.TryParse(Item.Body, out var pointer, out _) ? pointer.Account : null,
        _ => null,
    };

    public string Id => Target ?? Item.Id;

    /// <summary>
    /// The body for the queue it goes back to; <c>null</c> when it is no pointer. An attempt of 0 would promise that the message is new
    /// (<see cref="IncomingPointer.Attempt"/>), which after failures it is not.
    /// </summary>
    public string? BodyToSend() => Queue == QueueNames.Incoming && IncomingPointer.TryParse(Item.Body, out var pointer)
        ? (pointer with { Attempt = Math.Max(1, pointer.Attempt) }).ToJson()
        : Target is null ? null : Item.Body;

    public bool Answers(string id) =>
        id == Item.Id || (Target is not null && (Target == id || Target.StartsWith(id + "-", StringComparison.Ordinal)));
}
