namespace Mail.Gateway.Tests;

public class XClientTests
{
    [Fact]
    public async Task A_client_that_may_is_taken_for_the_one_it_names()
    {
        await using var bench = await StrangerBench.StartAsync(change: o => o with { XClientNetworks = NetworkList.Parse("192.0.2.77") });
        using var client = await bench.ConnectFromAsync("192.0.2.77");
        await client.OpenAsync();
        await client.CommandAsync("RSET");

        Assert.StartsWith("220 ", await client.CommandAsync($"XCLIENT ADDR={StrangerBench.Good}"), StringComparison.Ordinal);
        var (envelope, content) = await bench.OpenAsync(SmtpDialog.QueueIdOf(await client.ContinueAsync()));

        Assert.Equal((StrangerBench.Good, "mail.good.test"), (envelope.ClientAddress, envelope.ClientName));
        Assert.StartsWith("Received: from client.test (mail.good.test [192.0.2.1])\r\n", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_are_who_they_are()
    {
        await using var bench = await StrangerBench.StartAsync();
        using var client = await bench.ConnectFromAsync("192.0.2.77");
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);

        Assert.StartsWith("500 ", await client.CommandAsync($"XCLIENT ADDR={StrangerBench.Good}"), StringComparison.Ordinal);
        Assert.Equal("192.0.2.77", (await bench.OpenAsync(SmtpDialog.QueueIdOf(await client.ContinueAsync()))).Envelope.ClientAddress);
    }
}
