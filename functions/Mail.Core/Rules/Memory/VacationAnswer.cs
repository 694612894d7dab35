namespace Mail.Core;

/// <summary>That an absent owner has answered somebody (RFC 5230 §4.2).</summary>
/// <param name="AccountId">Who is absent.</param>
/// <param name="Handle">Which answer; answers with different handles do not know of each other.</param>
/// <param name="Sender">Who got it; the same in any case.</param>
/// <param name="Message">The message that was answered.</param>
/// <param name="Until">From when on the sender gets it again.</param>
public sealed record VacationAnswer(string AccountId, string Handle, MailAddress Sender, QueueId Message, DateTimeOffset Until);
