namespace Mail.Gateway.Tests;

public class GreetTests
{
    [Fact]
    public async Task A_stranger_who_speaks_before_the_greeting_is_refused_at_RCPT()
    {
        await using var bench = await StrangerBench.StartAsync(settings: "greet-wait=30s");
        using var client = await bench.ConnectFromAsync(StrangerBench.Good);
        await client.SendAsync("EHLO client.test\r\nMAIL FROM:<s@sender.test>\r\nRCPT TO:<alice@example.test>\r\n");

        // Not held back any longer: what was to be learnt is learnt.
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("550 5.5.1 Protocol error: you spoke before the greeting", await client.ReadAsync());
    }

    [Fact]
    public async Task One_who_waits_is_not_kept_waiting_again()
    {
        await using var bench = await StrangerBench.StartAsync(settings: "greet-wait=1s");
        var (first, _) = await bench.ReceiveAsync(StrangerBench.Good);
        Assert.StartsWith("1 greet=pass ", first.Checks, StringComparison.Ordinal);

        bench.Storage.Settings.Set("greet-wait", "30s");
        using var again = await bench.ConnectFromAsync(StrangerBench.Good);
        Assert.StartsWith("220 ", await again.ReadAsync().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var (second, _) = await bench.OpenAsync(SmtpDialog.QueueIdOf(await again.ContinueAsync()));
        Assert.StartsWith("1 greet=pass ", second.Checks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_enforcement_it_is_only_recorded()
    {
        await using var bench = await StrangerBench.StartAsync(settings: ["greet-wait=30s", "greet-enforce=no"]);
        using var client = await bench.ConnectFromAsync(StrangerBench.Good);
        await client.SendAsync("NOOP\r\n");
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.ReadAsync(), StringComparison.Ordinal);

        var (envelope, _) = await bench.OpenAsync(SmtpDialog.QueueIdOf(await client.ContinueAsync()));

        Assert.StartsWith("1 greet=fail ", envelope.Checks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_sessions_run_short_nobody_is_kept_waiting()
    {
        await using var bench = await StrangerBench.StartAsync(change: o => o with { MaxSessions = 4 }, settings: "greet-wait=30s");
        var others = new List<SmtpDialog>();
        for (var i = 0; i < 3; i++)
        {
            others.Add(await bench.ConnectFromAsync($"192.0.2.{100 + i}"));
        }

        await GatewayBench.UntilAsync(() => Task.FromResult(bench.Server.Sessions >= 3), "three sessions are open");
        using var client = await bench.ConnectFromAsync(StrangerBench.Good);
        Assert.StartsWith("220 ", await client.ReadAsync().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        others.ForEach(other => other.Dispose());
    }
}
