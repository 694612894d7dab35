namespace Mail.Core;

/// <summary>One recipient in a <see cref="DeliveryNotice"/>.</summary>
public sealed record NoticeRecipient
{
    /// <summary>The address as the sender gave it to us; where an alias led is nobody's business but ours.</summary>
    public required MailAddress Address { get; init; }

    /// <summary>ORCPT as <c>addr-type;address</c>, xtext-decoded: <see cref="EnvelopeRecipient.OriginalRecipient"/>.</summary>
    public string? OriginalRecipient { get; init; }

    public required NoticeAction Action { get; init; }

    /// <summary>Enhanced status (RFC 3463), <c>5.1.1</c>; one that does not fit the action is replaced by the action's general one.</summary>
    public string? Status { get; init; }

    /// <summary>Why, in words for the sender; empty when the diagnostic says it all.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The name of the server that answered; <c>null</c> when none did.</summary>
    public string? RemoteMta { get; init; }

    /// <summary>What that server said, code included: <c>550 5.1.1 No such user</c>. Anything may be in it: it is cleaned when written.</summary>
    public string? Diagnostic { get; init; }

    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>For <see cref="NoticeAction.Delayed"/>: when we give up.</summary>
    public DateTimeOffset? WillRetryUntil { get; init; }

    /// <summary>
    /// Whether the sender is to be told. RFC 3461 §4.1: without NOTIFY failures are told, and delays at our choice; success never unasked.
    /// </summary>
    public static bool IsWanted(NoticeKind kind, DsnNotify? notify) => kind switch
    {
        NoticeKind.Failure => notify is null || notify.Value.HasFlag(DsnNotify.Failure),
        NoticeKind.Delay => notify is null || notify.Value.HasFlag(DsnNotify.Delay),
        _ => notify is { } asked && asked.HasFlag(DsnNotify.Success),
    };
}
