namespace Mail.Core;

/// <summary>Every setting of the site. A new one is a property of <see cref="SiteSettings"/> and a line here.</summary>
public static class SiteSettingCatalog
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<SiteSetting> All { get; } =
    [
        new("greylist", "whose first message is put off: off (nobody's), suspicious (clients without verified name or with a bad score), on (everybody's)",
            "off, suspicious or on",
            (s, v) => SettingText.TryChoice<GreylistMode>(v, out var mode) ? s with { Greylist = mode } : null,
            s => SettingText.Choice(s.Greylist)),
        new("greylist-delay", "how long a first message is put off",
            "a time from 10s to 6h, such as 5m",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromSeconds(10), TimeSpan.FromHours(6), out var time) ? s with { GreylistDelay = time } : null,
            s => SettingText.Time(s.GreylistDelay)),
        new("greylist-window", "how long after the first attempt a retry may come",
            "a time from 12h to 30d, such as 2d",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromHours(12), TimeSpan.FromDays(30), out var time) ? s with { GreylistWindow = time } : null,
            s => SettingText.Time(s.GreylistWindow)),
        new("greylist-allow-after", "after how many messages that came again a client's network is no longer put off",
            "a number from 1 to 1000",
            (s, v) => SettingText.TryNumber(v, 1, 1000, out var number) ? s with { GreylistAllowAfter = number } : null,
            s => SettingText.Number(s.GreylistAllowAfter)),
        new("greylist-allow-time", "how long such a network, and who came again, is remembered after the last message",
            "a time from 1d to 366d, such as 35d",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromDays(1), TimeSpan.FromDays(366), out var time) ? s with { GreylistAllowTime = time } : null,
            s => SettingText.Time(s.GreylistAllowTime)),
        new("rejects-kept", "how long refused mail is shown by mailctl rejects",
            "a time from 1h to 366d, such as 30d",
            (s, v) => SettingText.TryTime(v, TimeSpan.FromHours(1), TimeSpan.FromDays(366), out var time) ? s with { RejectsKept = time } : null,
            s => SettingText.Time(s.RejectsKept)),
        new("rejects-per-recipient", "how many refusals of one recipient's mail are recorded per hour; 0 records none",
            "a number from 0 to 10000",
            (s, v) => SettingText.TryNumber(v, 0, 10_000, out var number) ? s with { RejectsPerRecipient = number } : null,
            s => SettingText.Number(s.RejectsPerRecipient)),
    ];

    private static readonly Dictionary<string, SiteSetting> ByName = All.ToDictionary(setting => setting.Name, StringComparer.Ordinal);

    /// <summary><c>null</c> when there is none of that name.</summary>
    public static SiteSetting? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What is wrong with a row, in words; <c>null</c> when nothing is.</summary>
    public static string? Problem(SiteSettingRow row) => Find(row.Name) switch
    {
        null => $"there is no setting '{row.Name}'; see: mailctl setting list",
        var setting when setting.Apply(SiteSettings.Default, row.Value) is null =>
            $"the value is not {setting.Expected}; the default {setting.Default} is used",
        _ => null,
    };

    /// <summary>The settings that rows make; one that is no good leaves the default.</summary>
    public static SiteSettings Read(IEnumerable<SiteSettingRow> rows) =>
        rows.Aggregate(SiteSettings.Default, (settings, row) => Find(row.Name)?.Apply(settings, row.Value) ?? settings);
}
