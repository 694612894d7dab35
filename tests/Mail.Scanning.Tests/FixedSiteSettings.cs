using Mail.Core;

namespace Mail.Scanning.Tests;

internal sealed class FixedSiteSettings(SiteSettings settings) : ISiteSettings
{
    public ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) => new(settings);
}
