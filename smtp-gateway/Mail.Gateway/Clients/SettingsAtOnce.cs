using Mail.Core;

namespace Mail.Gateway;

/// <summary>The settings for what must not wait for storage, such as the greeting.</summary>
internal static class SettingsAtOnce
{
    /// <summary>Those in force, or the defaults while they have to be fetched first: after a time without questions, once.</summary>
    public static SiteSettings GetAtOnce(this ISiteSettings settings)
    {
        var known = settings.GetAsync(CancellationToken.None).AsTask();
        return known.IsCompletedSuccessfully ? known.Result : SiteSettings.Default;
    }
}
