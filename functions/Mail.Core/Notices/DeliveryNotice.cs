namespace Mail.Core;

/// <summary>
/// What to tell the sender of a message about some of its recipients (a DSN, RFC 3461 §6). There is none for the null reverse-path:
/// <see cref="To"/> is an address. Send it with the null reverse-path, so that nobody answers it.
/// </summary>
public sealed record DeliveryNotice
{
    public required NoticeKind Kind { get; init; }

    /// <summary>The reverse-path of the original.</summary>
    public required MailAddress To { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<NoticeRecipient> Recipients { get; init; }

    /// <summary>The notice's own queue id, from which its Message-ID is made: who writes it twice writes the same message.</summary>
    public required QueueId NoticeId { get; init; }

    /// <summary>The original's queue id, for the postmaster whom the sender asks.</summary>
    public required QueueId OriginalId { get; init; }

    /// <summary>Our host name, A-labels.</summary>
    public required string ReportingMta { get; init; }

    /// <summary>The domain of the notice's author, <c>postmaster@</c>: one of ours, so that the notice can be signed. <c>null</c> for <see cref="ReportingMta"/>.</summary>
    public string? AuthorDomain { get; init; }

    /// <summary>ENVID as the sender gave it, xtext-decoded.</summary>
    public string? EnvId { get; init; }

    /// <summary>RET as the sender gave it. Without it the header fields are returned: what a notice needs, and no freight for who is blamed for forged mail.</summary>
    public DsnReturn? Ret { get; init; }

    /// <summary>The original was sent with SMTPUTF8, so its sender reads RFC 6533; the notice has to be sent with SMTPUTF8 too.</summary>
    public bool SmtpUtf8 { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The notice's Date.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The original as it is in the spool, seekable; read from its start. <c>null</c> when it is gone.</summary>
    public required Stream? Original { get; init; }
}
