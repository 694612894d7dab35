using Mail.Authentication;

namespace Mail.Processing;

/// <summary>What was found out about who sent a message.</summary>
public sealed record SenderFinding(SenderStanding Standing)
{
    /// <summary><c>null</c> when nothing was checked.</summary>
    public AuthenticationVerdict? Verdict { get; init; }

    /// <summary>In words, for the record; empty when there is nothing to tell.</summary>
    public string Words { get; init; } = "";

    /// <summary>Ours, to stand before the message: Authentication-Results (RFC 8601) and Received-SPF (RFC 7208 §9.1), CRLF-terminated; empty when nothing was checked.</summary>
    public string Fields { get; init; } = "";

    /// <summary>For the spam filter.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];
}
