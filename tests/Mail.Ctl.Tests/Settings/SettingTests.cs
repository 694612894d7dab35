namespace Mail.Ctl.Tests;

public class SettingTests
{
    private readonly CtlWorld _world = new();

    [Fact]
    public async Task Listed_with_default_and_meaning()
    {
        var lines = (await _world.RunAsync("setting list")).Succeeded().Out.Split('\n');
        var delay = Assert.Single(lines, line => line.StartsWith("greylist-delay\t", StringComparison.Ordinal));
        Assert.Equal(["greylist-delay", "5m", "5m", "how long a first message is put off", ""], delay.Split('\t'));
    }

    [Fact]
    public async Task What_is_set_holds_until_it_is_unset()
    {
        Assert.Equal("greylist-delay is 10m within ten seconds.\n", (await _world.RunAsync("setting set greylist-delay 10m")).Succeeded().Out);
        Assert.Equal(
            TimeSpan.FromMinutes(10), (await _world.Storage.Settings.GetAsync(TestContext.Current.CancellationToken)).GreylistDelay);
        var listed = (await _world.RunAsync("setting list --json")).Succeeded().Json.EnumerateArray()
            .Single(setting => setting.GetProperty("name").GetString() == "greylist-delay");
        Assert.Equal(("10m", true), (listed.GetProperty("value").GetString(), listed.GetProperty("isSet").GetBoolean()));

        Assert.Equal("greylist-delay is 5m within ten seconds.\n", (await _world.RunAsync("setting unset greylist-delay")).Succeeded().Out);
        (await _world.RunAsync("setting unset greylist-delay")).Refused("is not set");
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        const string Shape = "name value isSet default help expected comment problem";
        Assert.Equal($"[{Shape}]", (await _world.RunAsync("setting list --json")).Succeeded().Shape);
        Assert.Equal(Shape, (await _world.RunAsync("setting set greylist on --json")).Succeeded().Shape);
        Assert.Equal("removed detail", (await _world.RunAsync("setting unset greylist --json")).Succeeded().Shape);
    }

    [Fact]
    public async Task Nonsense_is_refused_with_what_is_possible()
    {
        (await _world.RunAsync("setting set greylist-delay soon")).Misused("a time from 10s to 6h");
        (await _world.RunAsync("setting set greylist-dealy 5m")).Misused("no setting 'greylist-dealy'");
    }

    [Fact]
    public async Task A_bad_row_is_shown_with_the_default_that_holds_and_found_by_check()
    {
        _world.Storage.Settings.Set("greylist", "sometimes");
        _world.Storage.Settings.Set("mistyped", "1");
        var list = await _world.RunAsync("setting list");
        Assert.Contains("greylist\tsuspicious\tsuspicious\t", list.Out, StringComparison.Ordinal);
        Assert.Contains("the default suspicious is used", list.Out, StringComparison.Ordinal);
        Assert.Contains("mailctl setting unset mistyped", list.Error, StringComparison.Ordinal);

        var check = await _world.RunAsync("check");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("settings\tSettings site greylist\t", check.Out, StringComparison.Ordinal);
        Assert.Contains("settings\tSettings site mistyped\t", check.Out, StringComparison.Ordinal);
    }
}
