using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>A policy's "no": what the client hears, and why, for us. Answered by <see cref="Refusals"/> only.</summary>
/// <param name="Reply">4xx or 5xx. Its text is for strangers.</param>
/// <param name="Reason">
/// One of few short words in kebab case, such as <c>unknown-user</c>: the label of a metric, and what records and logs are searched for.
/// </param>
/// <param name="Detail">The particulars in words for the operator; may be empty.</param>
internal sealed record Refusal(SmtpReply Reply, string Reason, string Detail = "");
