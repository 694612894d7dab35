namespace Mail.Sieve;

/// <summary>
/// An id to remember from now on because a <c>duplicate</c> test asked about it; if it is remembered already, for another period
/// (<c>:last</c>, RFC 7352 §3.3). To be written once the message is delivered, not before: a message that is sorted again because something
/// failed is no duplicate of itself (RFC 7352 §3).
/// </summary>
/// <param name="Handle">Tests with different handles do not see each other's ids; empty for none.</param>
/// <param name="Id">As the script gives it, or the value of the header field; at most a few thousand characters.</param>
/// <param name="Period">How long the id counts as seen.</param>
public sealed record DuplicateMark(string Handle, string Id, TimeSpan Period);
