using Mail.Core;

namespace Mail.Ctl;

/// <param name="Value">What holds now.</param>
/// <param name="IsSet">A row says so; otherwise the default holds.</param>
/// <param name="Problem">Why the row is not used; <c>null</c> when it is, or there is none.</param>
internal sealed record SettingView(string Name, string Value, bool IsSet, string Default, string Help, string Expected, string? Comment, string? Problem)
{
    public static SettingView From(SiteSetting setting, SiteSettingRow? row) => new(
        setting.Name,
        row is null or { Problem: not null } ? setting.Default : row.Value,
        row is not null,
        setting.Default,
        setting.Help,
        setting.Expected,
        row?.Comment,
        row?.Problem);
}
