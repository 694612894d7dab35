using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// A message that may be in the spool while its client does not know it: from just before its commit until its 250 is on its way. Changed by
/// <see cref="MessagesInDoubt"/> only, under its lock.
/// </summary>
internal sealed class MessageInDoubt(QueueId queueId, Fingerprint fingerprint)
{
    public QueueId QueueId => queueId;

    public Fingerprint Fingerprint => fingerprint;

    /// <summary>What is still to be done about it in the background.</summary>
    public PendingWork Work { get; set; }

    /// <summary>When <see cref="Work"/> may be done.</summary>
    public DateTimeOffset WorkDue { get; set; }

    /// <summary>Its client was told 451, and it has not been promised to a retry since.</summary>
    public bool IsRefused { get; set; }

    /// <summary>False once it is known that a retry has been spooled anew: what is left is to be withdrawn, not delivered.</summary>
    public bool Claimable { get; set; } = true;

    /// <summary>Who is at work on it; <c>null</c> for nobody.</summary>
    public Handling? Handling { get; set; }
}

/// <summary>Work on a message in doubt that does not wait for a client.</summary>
internal enum PendingWork
{
    None,

    /// <summary>The client may have its 250: make sure that the message is queued if it is in the spool.</summary>
    Secure,

    /// <summary>The client was told 451: make the flow leave the message alone.</summary>
    Withdraw,

    /// <summary>As <see cref="Withdraw"/>, a second time: a write that timed out may have come in after the first, or a delivery been recorded.</summary>
    WithdrawAgain,
}
