using Mail.Core;

namespace Mail.Gateway.Tests;

public class BrokenConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("Subject: x\r\n")]
    [InlineData("Subject: x\r\n\r\nHello\r\n.")]
    public async Task A_client_that_leaves_before_the_end_of_its_message_leaves_nothing_behind(string sent)
    {
        await using var bench = await GatewayBench.StartAsync();
        foreach (var breaks in new[] { true, false })
        {
            using var client = await bench.ConnectAsync();
            await client.BeginAsync();
            await client.SendAsync(sent);
            if (breaks)
            {
                client.Break();
            }
        }

        using var next = await bench.ConnectAsync();
        var id = SmtpDialog.QueueIdOf(await next.SendMessageAsync());
        Assert.Equal([id], (await bench.SpooledAsync()).Select(e => e.QueueId!.Value));
        Assert.Single(bench.Pointers);
    }

    [Fact]
    public async Task A_client_that_leaves_during_the_commit_and_tries_again_gets_the_first_copy()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Spool.Hold();
        using var client = await bench.ConnectAsync();
        await client.BeginAsync();
        await client.SendAsync(SmtpDialog.Text + ".\r\n");
        await bench.Spool.Reached.WaitAsync(TimeSpan.FromSeconds(10), Token);
        client.Break();
        var first = Assert.Single(await bench.SpooledAsync()).QueueId;

        using var retry = await bench.ConnectAsync();
        await retry.BeginAsync();
        await retry.SendAsync(SmtpDialog.Text + ".\r\n");
        bench.Spool.Release();

        Assert.Equal(first, SmtpDialog.QueueIdOf(await retry.ReadAsync()));
        Assert.Single(await bench.SpooledAsync());
        await GatewayBench.UntilAsync(() => Task.FromResult(bench.Server.InDoubt.Count == 0), "nothing is in doubt");
    }

    [Fact]
    public async Task A_client_that_tries_again_much_later_gets_the_first_copy()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Spool.Hold();
        using var client = await bench.ConnectAsync();
        await client.BeginAsync();
        await client.SendAsync(SmtpDialog.Text + ".\r\n");
        await bench.Spool.Reached.WaitAsync(TimeSpan.FromSeconds(10), Token);
        client.Break();
        bench.Spool.Release();
        await GatewayBench.UntilAsync(() => Task.FromResult(bench.Pointers.Count == 1), "the first copy is queued");
        var first = Assert.Single(await bench.SpooledAsync()).QueueId;

        using var retry = await bench.ConnectAsync();
        Assert.Equal(first, SmtpDialog.QueueIdOf(await retry.SendMessageAsync()));
        Assert.Single(await bench.SpooledAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gateway_killed_between_commit_and_answer_knows_the_message_after_its_restart(bool retries)
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Spool.Hold();
        using var client = await bench.ConnectAsync();
        await client.BeginAsync();
        await client.SendAsync(SmtpDialog.Text + ".\r\n");
        await bench.Spool.Reached.WaitAsync(TimeSpan.FromSeconds(10), Token);
        var first = Assert.Single(await bench.SpooledAsync()).QueueId!.Value;
        await bench.KillAndRestartAsync();

        if (retries)
        {
            using var retry = await bench.ConnectAsync();
            Assert.Equal(first, SmtpDialog.QueueIdOf(await retry.SendMessageAsync()));
        }

        // Nobody asks: queued by the start all the same. Attempt 1, because it may be the second pointer.
        await GatewayBench.UntilAsync(
            () => Task.FromResult(bench.Pointers.Contains(new IncomingPointer(first, Attempt: 1).ToJson())), "the message is queued");
        Assert.Single(await bench.SpooledAsync());
    }
}
