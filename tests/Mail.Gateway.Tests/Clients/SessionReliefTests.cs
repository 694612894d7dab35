using System.Diagnostics;
using Mail.Smtp;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class SessionReliefTests
{
    [Fact]
    public async Task Slow_clients_make_room_for_others()
    {
        await using var bench = await StrangerBench.StartAsync(change: o => o with { MaxSessions = 8 });
        var idle = new List<SmtpDialog>();
        for (var i = 0; i < 8; i++)
        {
            var client = await bench.ConnectFromAsync($"198.51.100.{i}");
            Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
            idle.Add(client);
        }

        // All sessions are taken: within the 2 s that are left to them then, newcomers are sent away, and from then on served.
        await GatewayBench.UntilAsync(
            async () =>
            {
                using var next = await bench.ConnectFromAsync(StrangerBench.Good);
                return (await next.ReadAsync())!.StartsWith("220 ", StringComparison.Ordinal);
            },
            "there is room for a newcomer");
        // One at least had to go; the others may have come too late for that.
        Assert.Equal("421 4.3.2 System busy, try again later", await await Task.WhenAny(idle.Select(client => client.ReadAsync())));
        idle.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_flood_of_newcomers_has_the_sessions_looked_through_ten_times_a_second_at_most()
    {
        var time = new FakeTimeProvider();
        var limiter = new SessionLimiter(maxSessions: 20, maxPerAddress: 20);
        var relief = new SessionRelief(limiter, time, NullLogger<SessionRelief>.Instance);
        var connections = Enumerable.Range(0, 20).Select(_ => new Connection()).ToList();
        foreach (var connection in connections)
        {
            limiter.TryEnter(null);
            relief.Add(new OpenSession(connection, new SmtpSessionInfo { Id = "x" }, isTrusted: false, time));
        }

        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(8, Evicted(1000));
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, Evicted(1000));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(8, Evicted(1000));

        int Evicted(int newcomers)
        {
            var before = connections.Sum(connection => connection.Aborts);
            for (var i = 0; i < newcomers; i++)
            {
                relief.Relieve();
            }

            return connections.Sum(connection => connection.Aborts) - before;
        }
    }

    [Fact]
    public async Task Who_asks_for_TLS_and_says_no_more_makes_room_as_well()
    {
        await using var bench = await TlsBench.StartAsync(
            o => o with { ProxyNetworks = NetworkList.Loopback, TrustedNetworks = NetworkList.None, MaxSessions = 4 });
        bench.Gateway.Storage.Settings.Set("greet-wait", "0");
        var silent = new List<SmtpDialog>();
        for (var i = 0; i < 4; i++)
        {
            silent.Add(await bench.Gateway.ConnectFromAsync($"198.51.100.{i}"));
            await silent[^1].ReadAsync();
            await silent[^1].EhloAsync();
            Assert.StartsWith("220 ", await silent[^1].CommandAsync("STARTTLS"), StringComparison.Ordinal);
        }

        await GatewayBench.UntilAsync(
            async () =>
            {
                using var next = await bench.Gateway.ConnectFromAsync(StrangerBench.Good);
                return (await next.ReadAsync())!.StartsWith("220 ", StringComparison.Ordinal);
            },
            "there is room for a newcomer");
        silent.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Those_who_get_on_are_left_in_peace()
    {
        await using var bench = await StrangerBench.StartAsync(change: o => o with { MaxSessions = 4 });
        using var busy = await bench.ConnectFromAsync(StrangerBench.Good);
        await busy.BeginAsync();
        var idle = new List<SmtpDialog>();
        for (var i = 0; i < 3; i++)
        {
            idle.Add(await bench.ConnectFromAsync($"198.51.100.{i}"));
            Assert.StartsWith("220 ", await idle[^1].ReadAsync(), StringComparison.Ordinal);
        }

        var line = new string('x', 998) + "\r\n";
        await GatewayBench.UntilAsync(
            async () =>
            {
                await busy.SendAsync(string.Concat(Enumerable.Repeat(line, 5)));
                using var next = await bench.ConnectFromAsync("192.0.2.2");
                return (await next.ReadAsync())!.StartsWith("220 ", StringComparison.Ordinal);
            },
            "there is room for a newcomer");

        SmtpDialog.QueueIdOf(await busy.CommandAsync("."));
        idle.ForEach(client => client.Dispose());
    }

    /// <summary>The bound is for a busy machine; tests/Mail.Benchmarks has the figure.</summary>
    [Fact]
    public async Task Five_hundred_idle_and_slow_connections_do_not_keep_a_new_client_from_its_greeting()
    {
        await using var bench = await StrangerBench.StartAsync();
        var others = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => bench.ConnectFromAsync($"198.51.{i / 250}.{i % 250}")));
        foreach (var client in others)
        {
            Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        }

        using var stop = new CancellationTokenSource();
        var writing = WriteSlowlyAsync(others.Take(100), stop.Token);
        var watch = Stopwatch.StartNew();
        using var next = await bench.ConnectFromAsync(StrangerBench.Good);
        Assert.StartsWith("220 ", await next.ReadAsync(), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));

        await stop.CancelAsync();
        await writing;
        others.ToList().ForEach(client => client.Dispose());
    }

    private static async Task WriteSlowlyAsync(IEnumerable<SmtpDialog> clients, CancellationToken stop)
    {
        foreach (var client in clients.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            await client.SendAsync("N");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private sealed class Connection : DefaultConnectionContext
    {
        public int Aborts { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => Aborts++;
    }
}
