namespace Mail.Core;

/// <param name="Address">RCPT TO.</param>
/// <param name="OriginalRecipient">ORCPT as <c>addr-type;address</c>, not xtext-encoded; <c>null</c> for none.</param>
/// <param name="Notify"><c>null</c> when the sender did not say.</param>
public sealed record SendRecipient(MailAddress Address, string? OriginalRecipient = null, DsnNotify? Notify = null);
