using System.Globalization;

namespace Mail.Ctl;

/// <summary>Times for people: UTC to the second, and ages in their largest two units.</summary>
internal static class Moment
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Format(DateTimeOffset? time) => time is { } t ? Format(t) : null;

    /// <summary><c>45s</c>, <c>3m</c>, <c>2h 5m</c>, <c>4d 1h</c>; a time yet to come counts as now.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0s",
        { TotalMinutes: < 1 } => $"{age.Seconds}s",
        { TotalHours: < 1 } => $"{age.Minutes}m",
        { TotalDays: < 1 } => $"{age.Hours}h {age.Minutes}m",
        _ => $"{(int)age.TotalDays}d {age.Hours}h",
    };
}
