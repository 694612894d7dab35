namespace Mail.Core;

/// <summary>A message that somebody here would have got, had it not been refused: a row of table <c>Rejects</c>.</summary>
public sealed record RejectRecord
{
    /// <summary>Names the refusal; carries its time.</summary>
    public required QueueId Id { get; init; }

    /// <summary>Whose mail it is: the address of the account that the recipient leads to, or the recipient when it leads to several or elsewhere.</summary>
    public required MailAddress Owner { get; init; }

    /// <summary>As the client named it.</summary>
    public required MailAddress Recipient { get; init; }

    /// <summary><c>null</c> is <c>&lt;&gt;</c>.</summary>
    public required MailAddress? Sender { get; init; }

    /// <summary><c>null</c> when an edge hides it.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>The verified reverse name; <c>null</c> when not known.</summary>
    public string? ClientName { get; init; }

    public string? Helo { get; init; }

    /// <summary>A short word, such as <c>access-sender</c>, <c>dnsbl</c>, <c>greylisted</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The particulars in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What the client was told.</summary>
    public required string Reply { get; init; }

    /// <summary>How many refusals of the same recipient's mail were left out of the record since the one before this.</summary>
    public int LeftOut { get; init; }

    public DateTimeOffset At => Id.Time;
}
