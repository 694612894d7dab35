namespace Mail.Ctl.Tests;

public class TransportTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task A_row_is_added_listed_tested_and_removed()
    {
        var added = await _world.RunAsync(["transport", "add", "Partner.TEST", "--smarthost", "relay.test:2525", "--tls", "verified", "--credentials", "env:RELAY"]);
        Assert.Equal("partner.test smarthost relay.test:2525 within ten seconds.\n", added.Succeeded().Out);
        (await _world.RunAsync("transport add partner.test --direct")).Refused("--replace");
        Assert.Equal("partner.test\tsmarthost\trelay.test:2525\tverified\t\n", (await _world.RunAsync("transport list")).Succeeded().Out);
        Assert.StartsWith("partner.test smarthost relay.test:2525, TLS verified\n", (await _world.RunAsync("transport test bob@partner.test")).Succeeded().Out, StringComparison.Ordinal);
        Assert.StartsWith("No row decides: direct, TLS opportunistic.\n", (await _world.RunAsync("transport test bob@else.test")).Succeeded().Out, StringComparison.Ordinal);
        (await _world.RunAsync("transport remove partner.test")).Succeeded();
        (await _world.RunAsync("transport remove partner.test")).Refused("no transport for partner.test");
    }

    [Theory]
    [InlineData("transport", "add", "x.test")]
    [InlineData("transport", "add", "x.test", "--direct", "--discard")]
    [InlineData("transport", "add", "x.test", "--smarthost", "relay.test:0")]
    [InlineData("transport", "add", "x.test", "--smarthost", "re lay")]
    [InlineData("transport", "add", "x.test", "--smarthost", "relay.test", "--credentials", "me:secret")]
    [InlineData("transport", "add", "x.test", "--direct", "--credentials", "env:X")]
    [InlineData("transport", "add", "x.test", "--error", " ")]
    [InlineData("transport", "add", "x.test", "--direct", "--tls", "some")]
    [InlineData("transport", "add", "not a domain", "--direct")]
    public async Task What_cannot_work_is_a_usage_error(params string[] line)
    {
        Assert.Equal(2, (await _world.RunAsync(line)).ExitCode);
        Assert.Equal("", (await _world.RunAsync("transport list")).Succeeded().Out);
    }
}
