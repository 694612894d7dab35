using Mail.Spam;

namespace Mail.Processing;

/// <summary>What a message is by one model, and by another.</summary>
public sealed record Flip(SpamVerdict Before, SpamVerdict After);
