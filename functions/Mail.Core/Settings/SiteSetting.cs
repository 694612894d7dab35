namespace Mail.Core;

/// <summary>One setting of the site: its name, what it means, and how its text is read.</summary>
/// <param name="Name">Kebab case, for example <c>greylist-delay</c>: the row key in table <c>Settings</c>.</param>
/// <param name="Help">What it means, in plain words.</param>
/// <param name="Expected">Completes "… is not": what to write instead.</param>
/// <param name="Apply">Gives the settings with the value; <c>null</c> when the value is no good.</param>
/// <param name="Show">The value as text that <paramref name="Apply"/> reads.</param>
public sealed record SiteSetting(
    string Name, string Help, string Expected, Func<SiteSettings, string, SiteSettings?> Apply, Func<SiteSettings, string> Show)
{
    public string Default => Show(SiteSettings.Default);
}
