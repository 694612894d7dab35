namespace Mail.Gateway.Tests;

public class ProxyConnectionTests
{
    private const string Header = "PROXY TCP4 192.0.2.9 198.51.100.1 56324 25\r\n";

    [Fact]
    public async Task Behind_a_proxy_the_client_is_the_one_that_it_names()
    {
        await using var bench = await StartAsync();
        using var client = await bench.ConnectAsync();
        await client.SendAsync(Header);

        var id = SmtpDialog.QueueIdOf(await client.SendMessageAsync());

        var (envelope, content) = await bench.OpenAsync(id);
        Assert.Equal("192.0.2.9", envelope.ClientAddress);
        Assert.Contains("[192.0.2.9]", content, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PROXY UNKNOWN\r\n")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\u0020\0\0\0")]
    public async Task A_proxy_that_names_nobody_leaves_the_client_unknown(string header)
    {
        await using var bench = await StartAsync();
        using var client = await bench.ConnectAsync();
        await client.SendAsync(header);

        var id = SmtpDialog.QueueIdOf(await client.SendMessageAsync());

        Assert.Null((await bench.OpenAsync(id)).Envelope.ClientAddress);
    }

    [Fact]
    public async Task Without_the_header_a_proxy_is_not_served()
    {
        await using var bench = await StartAsync();
        using var client = await bench.ConnectAsync();
        await client.SendAsync("EHLO client.test\r\n");

        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task The_header_may_come_octet_by_octet_and_with_the_first_command()
    {
        await using var bench = await StartAsync();
        using var client = await bench.ConnectAsync();
        foreach (var octet in Header)
        {
            await client.SendAsync(octet.ToString());
        }

        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);

        using var hasty = await bench.ConnectAsync();
        await hasty.SendAsync(Header + "EHLO client.test\r\n");
        Assert.StartsWith("220 ", await hasty.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await hasty.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_elsewhere_the_header_is_a_command_that_we_do_not_know()
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.SendAsync(Header);

        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("500 ", await client.ReadAsync(), StringComparison.Ordinal);
        var id = SmtpDialog.QueueIdOf(await client.ContinueAsync());
        Assert.Equal("127.0.0.1", (await bench.OpenAsync(id)).Envelope.ClientAddress);
    }

    [Fact]
    public async Task Sessions_are_counted_by_the_real_client()
    {
        await using var bench = await GatewayBench.StartAsync(
            o => o with { ProxyNetworks = NetworkList.Loopback, MaxSessionsPerAddress = 1 });
        using var first = await ConnectAsync(bench, "192.0.2.1");
        Assert.StartsWith("220 ", await first.ReadAsync(), StringComparison.Ordinal);
        using var second = await ConnectAsync(bench, "192.0.2.1");
        using var other = await ConnectAsync(bench, "192.0.2.2");

        Assert.StartsWith("421 4.7.0 ", await second.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("220 ", await other.ReadAsync(), StringComparison.Ordinal);
    }

    private static Task<GatewayBench> StartAsync() => StrangerBench.StartAsync();

    private static async Task<SmtpDialog> ConnectAsync(GatewayBench bench, string address)
    {
        var client = await bench.ConnectAsync();
        await client.SendAsync($"PROXY TCP4 {address} 198.51.100.1 56324 25\r\n");
        return client;
    }
}
