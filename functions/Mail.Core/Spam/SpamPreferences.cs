namespace Mail.Core;

/// <summary>
/// What an account, a domain or the site says about unwanted mail; <c>null</c> leaves it to the next of them. In the tables <c>Accounts</c> and
/// <c>Domains</c> the columns <c>SpamUnsureFrom</c>, <c>SpamFrom</c>, <c>SpamReviewFolder</c>, <c>SpamDigest</c>.
/// </summary>
public sealed record SpamPreferences
{
    public static SpamPreferences None { get; } = new();

    /// <summary>The score from which on a message is unsure, 0 to 1.</summary>
    public double? UnsureFrom { get; init; }

    /// <summary>The score from which on a message is spam, 0 to 1.</summary>
    public double? SpamFrom { get; init; }

    /// <summary>Where what is unsure is kept; INBOX for no place of its own.</summary>
    public string? ReviewFolder { get; init; }

    /// <summary>Whether the owner gets a daily list of what is unsure.</summary>
    public bool? Digest { get; init; }

    /// <summary>With what <paramref name="wider"/> says where this says nothing.</summary>
    public SpamPreferences Or(SpamPreferences wider) => new()
    {
        UnsureFrom = UnsureFrom ?? wider.UnsureFrom,
        SpamFrom = SpamFrom ?? wider.SpamFrom,
        ReviewFolder = ReviewFolder ?? wider.ReviewFolder,
        Digest = Digest ?? wider.Digest,
    };
}
