namespace Mail.Gateway.Tests;

public class DrainTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Idle_sessions_end_with_421_and_arriving_messages_are_finished()
    {
        await using var bench = await GatewayBench.StartAsync();
        using var idle = await bench.ConnectAsync();
        Assert.StartsWith("220 ", await idle.ReadAsync(), StringComparison.Ordinal);
        using var sending = await bench.ConnectAsync();
        await sending.BeginAsync();
        await sending.SendAsync("Subject: half");
        var port = bench.Port;

        var stop = bench.Server.StopAsync(CancellationToken.None);
        Assert.StartsWith("421 4.3.2 ", await idle.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await idle.ReadAsync());
        await GatewayBench.UntilAsync(async () => !await CanConnectAsync(port), "the listener is closed");

        await sending.SendAsync("\r\n\r\nrest\r\n.\r\n");
        SmtpDialog.QueueIdOf(await sending.ReadAsync());
        Assert.StartsWith("421 4.3.2 ", await sending.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await sending.ReadAsync());
        await stop.WaitAsync(TimeSpan.FromSeconds(15), Token);
        Assert.Single(bench.Pointers);
    }

    [Fact]
    public async Task A_message_that_does_not_end_is_given_up_after_the_time_for_it()
    {
        await using var bench = await GatewayBench.StartAsync(o => o with { DrainTimeout = TimeSpan.FromMilliseconds(300) });
        using var client = await bench.ConnectAsync();
        await client.BeginAsync();
        await client.SendAsync("Subject: half");

        await bench.Server.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(15), Token);
        Assert.Empty(await bench.SpooledAsync());
    }

    private static async Task<bool> CanConnectAsync(int port)
    {
        try
        {
            using var client = await SmtpDialog.ConnectAsync(port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
