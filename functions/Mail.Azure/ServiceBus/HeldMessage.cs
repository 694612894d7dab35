using Amqp;

namespace Mail.Azure;

/// <summary>A message that the broker has locked for us.</summary>
/// <param name="LockToken"><c>null</c> when the lock lasts as long as the link.</param>
/// <param name="LockedUntil">By the broker's word; <c>null</c> as above.</param>
/// <param name="VisibleAt">When it is given back unless completed: what a storage queue calls visibility.</param>
internal sealed record HeldMessage(
    Message Message, ReceiverLink Link, Guid? LockToken, DateTimeOffset? LockedUntil, DateTimeOffset VisibleAt)
{
    public bool IsOursAt(DateTimeOffset now) => !Link.IsClosed && (LockedUntil is not { } until || now < until);
}
