using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ISiteSettings"/> and <see cref="ISiteSettingsEditor"/> promise.</summary>
public abstract class SiteSettingsContract
{
    /// <summary>As if ten seconds had passed since the last question.</summary>
    protected abstract ISiteSettings Settings { get; }

    protected abstract ISiteSettingsEditor Editor { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_rows_the_defaults_hold()
    {
        Assert.Equal(SiteSettings.Default, await Settings.GetAsync(Cancellation));
        Assert.Empty(await Editor.ListAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_value_that_is_set_holds_until_it_is_unset()
    {
        await Editor.SetAsync(new SiteSettingRow("greylist-delay", "90s", "It's slow"), Cancellation);
        Assert.Equal(TimeSpan.FromSeconds(90), (await Settings.GetAsync(Cancellation)).GreylistDelay);
        Assert.Equal(
            [new SiteSettingRow("greylist-delay", "90s", "It's slow")], await Editor.ListAsync(Cancellation).ToListAsync(Cancellation));

        await Editor.SetAsync(new SiteSettingRow("greylist-delay", "2m"), Cancellation);
        Assert.Equal(TimeSpan.FromMinutes(2), (await Settings.GetAsync(Cancellation)).GreylistDelay);
        Assert.True(await Editor.UnsetAsync("greylist-delay", Cancellation));
        Assert.False(await Editor.UnsetAsync("greylist-delay", Cancellation));
        Assert.Equal(SiteSettings.Default, await Settings.GetAsync(Cancellation));
    }

    [Fact]
    public async Task A_bad_row_leaves_the_default_and_is_reported_while_the_others_hold()
    {
        await Editor.SetAsync(new SiteSettingRow("greylist-delay", "soon"), Cancellation);
        await Editor.SetAsync(new SiteSettingRow("no-such", "1"), Cancellation);
        await Editor.SetAsync(new SiteSettingRow("greylist", "Off"), Cancellation);

        Assert.Equal(SiteSettings.Default with { Greylist = GreylistMode.Off }, await Settings.GetAsync(Cancellation));
        var problems = await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["site greylist-delay", "site no-such"], problems.Select(problem => problem.Row));
        Assert.Contains("such as 5m; the default 5m is used", problems[0].Problem, StringComparison.Ordinal);
        Assert.Contains("no setting 'no-such'", problems[1].Problem, StringComparison.Ordinal);
    }
}
