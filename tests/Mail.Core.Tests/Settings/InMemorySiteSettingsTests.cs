using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemorySiteSettingsTests : SiteSettingsContract
{
    private readonly InMemorySiteSettings _settings = new();

    protected override ISiteSettings Settings => _settings;

    protected override ISiteSettingsEditor Editor => _settings;

    [Fact]
    public async Task Without_storage_the_last_known_settings_hold()
    {
        _settings.Set("greylist", "on");
        await _settings.GetAsync(Cancellation);
        _settings.Faults.Unavailable = true;
        Assert.Equal(GreylistMode.On, (await _settings.GetAsync(Cancellation)).Greylist);
    }
}
