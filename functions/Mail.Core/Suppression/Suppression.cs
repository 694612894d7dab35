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
    /// 1.6 moved; RFC 7505 §4.2: 1.10 null MX. A full mailbox (2.2), a disabled one (2.1) or a policy (7.x) may be other tomorrow.
    /// </summary>
    public static bool IsHard(string? status) => status is "5.1.1" or "5.1.2" or "5.1.3" or "5.1.6" or "5.1.10";
}
