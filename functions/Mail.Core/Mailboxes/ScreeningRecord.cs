namespace Mail.Core;

/// <summary>
/// What screening found out about a message for one mailbox: enough to say why it was filed as it was, and to come to the same verdict again from the
/// raw message. Stored as JSON in the message's index row; texts in it that strangers wrote are free of control characters and cut to a bound.
/// </summary>
public sealed record ScreeningRecord
{
    /// <summary>Of what is written now. A row of an older version lacks what came later; a newer one has more, which is left out.</summary>
    public const int CurrentVersion = 1;

    /// <summary>As many as people read; the score is made of up to 150.</summary>
    public const int MaxClues = 10;

    /// <summary>Characters of one clue or finding.</summary>
    public const int MaxText = 200;

    public int Version { get; init; } = CurrentVersion;

    /// <summary><c>ham</c>, <c>unsure</c> or <c>spam</c>; <c>null</c> when the filter was not asked.</summary>
    public string? Class { get; init; }

    /// <summary>0 to 1; <c>null</c> when the filter was not asked.</summary>
    public double? Score { get; init; }

    /// <summary>The score from which on a message was unsure.</summary>
    public double? UnsureFrom { get; init; }

    /// <summary>The score from which on a message was spam.</summary>
    public double? SpamFrom { get; init; }

    /// <summary>The version of the site's model that was asked; <c>null</c> when there was none.</summary>
    public string? SiteModel { get; init; }

    /// <summary>The version of the account's own model; <c>null</c> when there was none.</summary>
    public string? AccountModel { get; init; }

    /// <summary>What decided most, strongest first, in words; at most <see cref="MaxClues"/>.</summary>
    public IReadOnlyList<string> Clues { get; init; } = [];

    /// <summary>What was known of the sender and took part in the score, as the filter was told it: the DNS may say something else today.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>The body of our Authentication-Results field (RFC 8601), unfolded; <c>null</c> when the sender was not checked.</summary>
    public string? Authentication { get; init; }

    /// <summary>What the sender's domain asks for (RFC 7489 §6.3) and what was done of it, in words; <c>null</c> when it asks for nothing.</summary>
    public string? Policy { get; init; }

    /// <summary>What scanners found, in words.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];
}
