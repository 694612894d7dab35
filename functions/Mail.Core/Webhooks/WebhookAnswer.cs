namespace Mail.Core;

/// <summary>What came of a call.</summary>
/// <param name="Outcome">Whether it is over.</param>
/// <param name="Words">For the log.</param>
public sealed record WebhookAnswer(WebhookOutcome Outcome, string Words);
