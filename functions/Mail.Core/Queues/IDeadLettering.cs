namespace Mail.Core;

/// <summary>
/// A queue that puts aside by itself what failed too often, as Service Bus does. What it put aside is read as queue <c>&lt;name&gt;-poison</c>
/// (<see cref="QueueNames.Poison"/>), to which nothing can be sent.
/// </summary>
public interface IDeadLettering
{
    /// <summary>Puts a received message aside, in one step. False when it is no longer ours.</summary>
    /// <param name="reason">For the operator who looks at it.</param>
    ValueTask<bool> DeadLetterAsync(WorkItem item, string reason, CancellationToken cancellationToken);
}
