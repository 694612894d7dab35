using Mail.Authentication;

namespace Mail.Processing;

/// <summary>What was found out about who sent a message.</summary>
public sealed record SenderFinding(SenderStanding Standing)
{
    /// <summary><c>null</c> when nothing was checked.</summary>
    public AuthenticationVerdict? Verdict { get; init; }

    /// <summary>In words, for the record; empty when there is nothing to tell.</summary>
    public string Words { get; init; } = "";

    /// <summary>For the spam filter.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];
}
