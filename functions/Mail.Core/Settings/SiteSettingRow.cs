namespace Mail.Core;

/// <summary>A row of table <c>Settings</c>.</summary>
/// <param name="Name">As in <see cref="SiteSetting.Name"/>, unless somebody mistyped it.</param>
/// <param name="Value">As it stands there, without white space around it; empty when the column is missing.</param>
public sealed record SiteSettingRow(string Name, string Value, string? Comment = null)
{
    /// <summary>Why the row is not used, in words; <c>null</c> when it is.</summary>
    public string? Problem => SiteSettingCatalog.Problem(this);
}
