namespace Mail.Ctl.Tests;

public class SuppressionTests
{
    private readonly CtlWorld _world = new();

    [Fact]
    public async Task An_address_is_added_shown_listed_and_removed()
    {
        (await _world.RunAsync(["suppression", "add", "Joe@far.test", "--reason", "asked us", "--for", "30d"])).Succeeded();

        var shown = (await _world.RunAsync("suppression show joe@far.test --json")).Succeeded();
        Assert.Equal("address reason status since expires source", shown.Shape);
        Assert.Equal("asked us", shown.Json.GetProperty("reason").GetString());
        Assert.Equal(CtlWorld.Noon.AddDays(30), shown.Json.GetProperty("expires").GetDateTimeOffset());
        Assert.Equal(1, (await _world.RunAsync("suppression list --json")).Json.GetArrayLength());
        Assert.Equal(0, (await _world.RunAsync("suppression list other.test --json")).Json.GetArrayLength());

        (await _world.RunAsync("suppression remove joe@far.test")).Succeeded();
        (await _world.RunAsync("suppression remove joe@far.test")).Refused("is not on the list");
        (await _world.RunAsync("suppression show joe@far.test")).Refused("mail to it is sent");
    }

    [Fact]
    public async Task Without_an_end_it_holds_until_it_is_removed()
    {
        (await _world.RunAsync("suppression add joe@far.test")).Succeeded();

        Assert.Contains("Expires: never", (await _world.RunAsync("suppression show joe@far.test")).Out, StringComparison.Ordinal);
        (await _world.RunAsync("suppression add joe@far.test --for soon")).Misused("--for is a time");
    }
}
