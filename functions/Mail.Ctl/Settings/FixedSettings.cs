using Mail.Core;

namespace Mail.Ctl;

/// <summary>The settings of the site as they were when the command began.</summary>
internal sealed class FixedSettings(SiteSettings settings) : ISiteSettings
{
    public static async Task<FixedSettings> ReadAsync(MailStorage storage, CancellationToken cancellationToken) =>
        new(SiteSettingCatalog.Read(await storage.Settings.ListAsync(cancellationToken).ToListAsync(cancellationToken)));

    public ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) => new(settings);
}
