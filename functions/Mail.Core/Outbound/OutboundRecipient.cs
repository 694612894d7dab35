namespace Mail.Core;

/// <summary>One address of a job, and what became of it.</summary>
/// <param name="Address">Where to send.</param>
/// <param name="Place">The envelope recipient it came from, counted from 1; the DSN parameters are there.</param>
public sealed record OutboundRecipient(MailAddress Address, int Place)
{
    public OutboundRecipientState State { get; init; }

    /// <summary>What the other server said last; <c>null</c> when none has answered about this recipient.</summary>
    public RemoteReply? Reply { get; init; }

    /// <summary>RFC 3463, of the last attempt; <c>null</c> before the first.</summary>
    public string? Status { get; init; }

    /// <summary>The server that took or refused it; <c>null</c> when none was reached.</summary>
    public string? Host { get; init; }

    /// <summary>Of the last attempt, in words; empty before the first.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When <see cref="State"/> became final; <c>null</c> while it is pending.</summary>
    public DateTimeOffset? At { get; init; }

    public bool IsPending => State == OutboundRecipientState.Pending;

    /// <summary>The same recipient in another run of the message flow, whatever has become of it.</summary>
    public bool IsSame(OutboundRecipient other) => Place == other.Place && Address.Equals(other.Address);
}
