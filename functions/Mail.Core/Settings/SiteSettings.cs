namespace Mail.Core;

/// <summary>
/// What the operator tunes for the whole site while it runs: rows of table <c>Settings</c>, in force within ten seconds. What belongs to one
/// process (ports, certificates, networks) is not here but in its options. Names, texts and ranges are in <see cref="SiteSettingCatalog"/>.
/// </summary>
public sealed record SiteSettings
{
    /// <summary>What holds where no row says otherwise.</summary>
    public static SiteSettings Default { get; } = new();

    /// <summary>
    /// Whose first message to somebody is put off. Default suspicious: servers that retry almost always have a verified name, and their
    /// mail (sign-in codes, answers) must not wait five minutes; what runs on hijacked home computers has none and does not retry.
    /// </summary>
    public GreylistMode Greylist { get; init; } = GreylistMode.Suspicious;

    /// <summary>How long the first attempt is put off. Default 5 min, postgrey's: the first retry of common servers comes after 5 to 15 min.</summary>
    public TimeSpan GreylistDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a retry may take to come. Default 2 days, postgrey's: some servers wait hours between attempts.</summary>
    public TimeSpan GreylistWindow { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How many messages have to pass before a client's network is not asked again. Default 5, postgrey's.</summary>
    public int GreylistAllowAfter { get; init; } = 5;

    /// <summary>How long a network that has proved itself, or a pair of correspondents, is remembered. Default 35 days, postgrey's: a monthly newsletter stays known.</summary>
    public TimeSpan GreylistAllowTime { get; init; } = TimeSpan.FromDays(35);

    /// <summary>How long the record of refused mail is kept. Default 30 days.</summary>
    public TimeSpan RejectsKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many refusals of one recipient's mail are recorded per hour; further ones are counted. Default 60.</summary>
    public int RejectsPerRecipient { get; init; } = 60;
}
