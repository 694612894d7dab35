namespace Mail.Core;

/// <summary>An address elsewhere that takes no mail, so none is sent: a row of table <c>Suppressions</c>.</summary>
public sealed record Suppression
{
    public required MailAddress Address { get; init; }

    /// <summary>In words: what the remote server said, or what the operator knows.</summary>
    public required string Reason { get; init; }

    /// <summary>Enhanced status, <c>5.1.1</c>; <c>null</c> when there was none.</summary>
    public string? Status { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>From when on mail is sent again; <c>null</c> for never, which only an operator says.</summary>
    public DateTimeOffset? Expires { get; init; }

    public required SuppressionSource Source { get; init; }

    public bool HoldsAt(DateTimeOffset now) => Expires is null || now < Expires;

    /// <summary>
    /// Whether an enhanced status says that the address itself is wrong, for good. RFC 3463 §3.2: 1.1 bad mailbox, 1.2 bad system, 1.3 bad syntax,
    /// 1.6 moved; §3.3: 2.1 disabled, as a permanent error "if the mailbox will never be re-enabled"; RFC 7505 §4.2: 1.10 null MX. A full mailbox (2.2),
    /// a size (3.4) or a policy (7.x) may be other tomorrow.
    /// </summary>
    public static bool IsHard(string? status) => status is "5.1.1" or "5.1.2" or "5.1.3" or "5.1.6" or "5.1.10" or "5.2.1";

    /// <summary>
    /// Whether a refusal says nothing about what we send, but about the one who was to get it: an address or a mailbox (RFC 3463 §3.2, §3.3), or the
    /// size of the message (3.4). A sender's address that is refused (1.7, 1.8) is about what we send.
    /// </summary>
    public static bool IsAboutRecipient(string status) =>
        IsHard(status) || status is "5.1.0" or "5.1.4" or "5.1.5" or "5.3.4" || status.StartsWith("5.2.", StringComparison.Ordinal);
}
