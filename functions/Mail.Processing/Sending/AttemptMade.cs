namespace Mail.Processing;

/// <summary>What an attempt tells of its next hop.</summary>
/// <param name="Reached">It was there, whatever it said about the message.</param>
/// <param name="Took">How long the attempt lasted.</param>
/// <param name="Reason">Why it was not reached, in words; empty when it was.</param>
internal sealed record AttemptMade(bool Reached, TimeSpan Took, string Reason);
