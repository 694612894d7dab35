namespace Mail.Core;

/// <summary>That an account has had a message (RFC 7352).</summary>
/// <param name="AccountId">Whose test it was.</param>
/// <param name="Handle">Which test; empty for none.</param>
/// <param name="Id">What tells messages apart: the Message-ID, or what the test says. Case matters.</param>
/// <param name="Message">Which message had it; the same message, when it is sorted again, is no duplicate of itself.</param>
/// <param name="Until">From when on it does not count any more.</param>
public sealed record SeenMessage(string AccountId, string Handle, string Id, QueueId Message, DateTimeOffset Until);
