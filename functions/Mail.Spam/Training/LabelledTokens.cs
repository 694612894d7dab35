namespace Mail.Spam;

/// <summary>A message to learn from.</summary>
public sealed record LabelledTokens(TokenList Tokens, SpamLabel Label);
