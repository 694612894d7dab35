using Mail.Spam;

namespace Mail.Processing;

/// <summary>Where the classes begin, and where what may be spam is kept.</summary>
public sealed record SpamPolicy
{
    public static SpamPolicy Default { get; } = new();

    public SpamThresholds Thresholds { get; init; } = SpamThresholds.Default;

    /// <summary>The folder for what is unsure; made when it is not there.</summary>
    public string ReviewFolder { get; init; } = "Unsure";

    /// <summary>Whether the owner gets a daily list of what is unsure.</summary>
    public bool Digest { get; init; }
}
