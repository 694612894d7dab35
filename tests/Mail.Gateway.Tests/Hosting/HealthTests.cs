using System.Net;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class HealthTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_whose_spool_takes_writes_is_live_and_ready()
    {
        await using var bench = await GatewayBench.StartAsync();
        Assert.Equal((HttpStatusCode.OK, "live\n"), await bench.AskAsync("/health/live"));
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await bench.AskAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.NotFound, (await bench.AskAsync("/")).Status);
    }

    [Fact]
    public async Task Without_a_spool_it_is_live_and_not_ready()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.Faults.Unavailable = true;
        Assert.Equal((HttpStatusCode.OK, "live\n"), await bench.AskAsync("/health/live"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: the spool does not take a write\n"), await bench.AskAsync("/health/ready"));
    }

    [Fact]
    public async Task A_probe_leaves_nothing_in_the_spool()
    {
        await using var bench = await GatewayBench.StartAsync();
        await bench.AskAsync("/health/ready");
        Assert.Empty(await bench.SpooledAsync());
    }

    [Fact]
    public async Task An_idle_spool_is_probed_every_ten_seconds_at_most()
    {
        var time = new FakeTimeProvider();
        var spool = new InMemorySpool(time);
        using var health = new SpoolHealth(spool, time, NullLogger<SpoolHealth>.Instance);
        for (var second = 0; second < 100; second++)
        {
            Assert.Null(await health.FindProblemAsync(Token));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(10, spool.Faults.Operations);
    }

    [Fact]
    public async Task A_busy_spool_is_never_probed()
    {
        var time = new FakeTimeProvider();
        var spool = new InMemorySpool(time);
        using var health = new SpoolHealth(spool, time, NullLogger<SpoolHealth>.Instance);
        for (var second = 0; second < 100; second++)
        {
            health.TookWrite();
            Assert.Null(await health.FindProblemAsync(Token));
            time.Advance(TimeSpan.FromSeconds(9));
        }

        Assert.Equal(0, spool.Faults.Operations);
    }

    [Fact]
    public async Task A_failure_is_known_at_once_and_the_recovery_within_two_seconds()
    {
        var time = new FakeTimeProvider();
        var spool = new InMemorySpool(time);
        using var health = new SpoolHealth(spool, time, NullLogger<SpoolHealth>.Instance);
        health.TookWrite();
        spool.Faults.Unavailable = true;
        health.Failed();
        Assert.NotNull(await health.FindProblemAsync(Token));

        spool.Faults.Unavailable = false;
        Assert.NotNull(await health.FindProblemAsync(Token));
        time.Advance(SpoolHealth.FailureLasts);
        Assert.Null(await health.FindProblemAsync(Token));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_the_failure_of_the_start()
    {
        await using var bench = await GatewayBench.StartAsync();
        var taken = bench.Port;
        await using var second = new GatewayServer(
            bench.Options with { SmtpPort = taken, StateFolder = null },
            _ => new GatewayPorts
            {
                Spool = bench.Storage.Spool,
                Log = bench.Storage.Log,
                Directory = bench.Storage.Directory,
                Queues = bench.Storage.Queues,
                Dns = bench.Dns,
                Settings = bench.Storage.Settings,
                AccessRules = bench.Storage.AccessRules,
                Rejects = bench.Storage.Rejects,
                Greylist = bench.Storage.Greylist,
                Credentials = bench.Storage.Credentials,
                SenderGrants = bench.Storage.SenderGrants,
            },
            TimeProvider.System);
        var error = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(Token));
        Assert.Contains($"127.0.0.1:{taken}", error.Message, StringComparison.Ordinal);
    }
}
