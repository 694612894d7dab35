namespace Mail.Core;

/// <summary>What became of the forwarded recipients of one attempt.</summary>
/// <param name="Target">
/// Against whom it counts: the first of the addresses that the message goes to, in ordinal order. However many addresses of ours lead there (a catch-all
/// has as many as its sender can think of), and however many further targets the alias has, it is one.
/// </param>
/// <param name="Refused">For good, 5xx, for the message's sake: those of <see cref="Suppression.IsAboutRecipient"/> do not count.</param>
/// <param name="Reply">One of the refusals, for the operator.</param>
public sealed record ForwardingOutcome(MailAddress Target, int Sent, int Refused, string Reply = "");
