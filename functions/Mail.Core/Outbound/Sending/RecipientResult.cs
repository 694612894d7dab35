namespace Mail.Core;

/// <param name="Reply">What the server said; <c>null</c> when none said anything.</param>
/// <param name="Reason">In words, for operator and sender; without control characters.</param>
/// <param name="Status">RFC 3463, for example <c>4.4.1</c>: the server's, or ours for what happened before any server answered.</param>
public sealed record RecipientResult(MailAddress Address, SendOutcome Outcome, string Status, string Reason, RemoteReply? Reply = null)
{
    /// <summary>The reply was to RCPT: it is about this recipient alone, and not about the sender or the message.</summary>
    public bool IsToRcpt { get; init; }
}
