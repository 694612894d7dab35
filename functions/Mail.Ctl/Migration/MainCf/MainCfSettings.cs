namespace Mail.Ctl;

/// <summary>Parameters of Postfix that are settings of the site here.</summary>
internal static class MainCfSettings
{
    private static readonly Dictionary<string, (string Setting, Func<string, string> Value)> Table = new(StringComparer.Ordinal)
    {
        ["maximal_queue_lifetime"] = ("queue-lifetime", value => Time(value, 'd')),
        ["minimal_backoff_time"] = ("retry-first", value => Time(value, 's')),
        ["maximal_backoff_time"] = ("retry-max", value => Time(value, 's')),
        ["delay_warning_time"] = ("delay-warning", value => Time(value, 'h')),
        ["hopcount_limit"] = ("hop-limit", value => value),
        ["default_destination_concurrency_limit"] = ("destination-concurrency", value => value),
        ["smtp_destination_concurrency_limit"] = ("destination-concurrency", value => value),
        ["postscreen_dnsbl_sites"] = ("dnsbl-sites", value => string.Join(", ", value.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))),
        ["postscreen_dnsbl_threshold"] = ("dnsbl-threshold", value => value),
        ["postscreen_greet_wait"] = ("greet-wait", value => Time(value, 's')),
        ["postscreen_greet_action"] = ("greet-enforce", value => value == "ignore" ? "no" : "yes"),
    };

    /// <summary>False when it is none of these.</summary>
    public static bool TryRead(string name, string value, out SettingTarget? target)
    {
        target = Table.TryGetValue(name, out var entry) ? new SettingTarget(entry.Setting, entry.Value(value.Trim())) : null;
        return target is not null;
    }

    /// <summary>A time of Postfix's in ours: without a letter it is in the parameter's own unit, and there are weeks.</summary>
    private static string Time(string value, char unit) =>
        value.All(char.IsAsciiDigit) ? value + unit
        : value is [.. var weeks, 'w' or 'W'] && int.TryParse(weeks, out var number) && number < 1000 ? $"{number * 7}d"
        : value;
}
