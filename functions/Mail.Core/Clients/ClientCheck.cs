namespace Mail.Core;

/// <summary>One check of a client and what came of it.</summary>
/// <param name="Name">One of <see cref="ClientCheckNames"/>.</param>
/// <param name="Detail">What was found, in few characters: a name, a score, a reason. May be empty.</param>
public sealed record ClientCheck(string Name, CheckOutcome Outcome, string Detail = "");
