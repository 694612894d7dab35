using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

public class SpamSettingsTests
{
    private readonly InMemoryStorage _storage = new();

    [Theory]
    [InlineData(null, null, null, 0.5)]
    [InlineData(null, null, 0.6, 0.6)]
    [InlineData(null, 0.7, 0.6, 0.7)]
    [InlineData(0.8, 0.7, 0.6, 0.8)]
    public async Task Who_says_nothing_leaves_it_to_the_next(double? account, double? domain, double? site, double expected)
    {
        if (site is { } value)
        {
            _storage.Settings.Set("spam-from", SettingText.Score(value));
        }

        var policy = await PolicyAsync(new SpamPreferences { SpamFrom = account }, new SpamPreferences { SpamFrom = domain });

        Assert.Equal(site is null && domain is null && account is null ? SpamPolicy.Default.Thresholds.Spam : expected, policy.Thresholds.Spam);
        Assert.Equal(SpamPolicy.Default.ReviewFolder, policy.ReviewFolder);
    }

    [Fact]
    public async Task Thresholds_that_cross_leave_nothing_unsure()
    {
        var policy = await PolicyAsync(new SpamPreferences { UnsureFrom = 0.95 }, new SpamPreferences { SpamFrom = 0.4, Digest = true, ReviewFolder = "Look" });

        Assert.True(policy.Thresholds.IsValid);
        Assert.Equal((0.4, 0.4, true, "Look"), (policy.Thresholds.Unsure, policy.Thresholds.Spam, policy.Digest, policy.ReviewFolder));
    }

    private async Task<SpamPolicy> PolicyAsync(SpamPreferences account, SpamPreferences domain)
    {
        var directory = _storage.Directory;
        await directory.UpdateDomainAsync(directory.AddDomain("example.test") with { Spam = domain }, TestContext.Current.CancellationToken);
        return await new SpamSettings(_storage.Settings, directory)
            .GetAsync(directory.AddAccount("alice@example.test") with { Spam = account }, TestContext.Current.CancellationToken);
    }
}
