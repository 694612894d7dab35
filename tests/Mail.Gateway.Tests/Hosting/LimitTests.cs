using System.Net;

namespace Mail.Gateway.Tests;

public class LimitTests
{
    [Fact]
    public async Task One_session_too_many_is_sent_away_and_the_next_is_served_when_one_has_left()
    {
        await using var bench = await GatewayBench.StartAsync(o => o with { MaxSessions = 2 });
        using var first = await bench.ConnectAsync();
        using var second = await bench.ConnectAsync();
        Assert.StartsWith("220 ", await first.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("220 ", await second.ReadAsync(), StringComparison.Ordinal);

        using var third = await bench.ConnectAsync();
        Assert.StartsWith("421 4.3.2 ", await third.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await third.ReadAsync());

        Assert.StartsWith("221 ", await first.CommandAsync("QUIT"), StringComparison.Ordinal);
        await GatewayBench.UntilAsync(
            async () =>
            {
                using var next = await bench.ConnectAsync();
                return (await next.ReadAsync())!.StartsWith("220 ", StringComparison.Ordinal);
            },
            "there is room again");
    }

    [Fact]
    public void One_address_cannot_take_all_sessions()
    {
        var limiter = new SessionLimiter(maxSessions: 10, maxPerAddress: 2);
        var greedy = IPAddress.Parse("192.0.2.1");
        Assert.Equal(Entry.Granted, limiter.TryEnter(greedy));
        Assert.Equal(Entry.Granted, limiter.TryEnter(greedy));
        Assert.Equal(Entry.TooManyFromAddress, limiter.TryEnter(greedy));
        Assert.Equal(Entry.Granted, limiter.TryEnter(IPAddress.Parse("192.0.2.2")));

        limiter.Leave(greedy);
        Assert.Equal(Entry.Granted, limiter.TryEnter(greedy));
        Assert.Equal(3, limiter.Sessions);
    }

    [Fact]
    public void An_IPv6_customer_is_one_address_however_many_he_has()
    {
        var limiter = new SessionLimiter(maxSessions: 10, maxPerAddress: 1);
        Assert.Equal(Entry.Granted, limiter.TryEnter(IPAddress.Parse("2001:db8:1:2::1")));
        Assert.Equal(Entry.TooManyFromAddress, limiter.TryEnter(IPAddress.Parse("2001:db8:1:2:ffff::2")));
        Assert.Equal(Entry.Granted, limiter.TryEnter(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void A_48_has_four_networks_worth_of_sessions_however_many_it_holds()
    {
        var limiter = new SessionLimiter(maxSessions: 1000, maxPerAddress: 5);
        var clients = Enumerable.Range(0, 100).Select(i => IPAddress.Parse($"2001:db8:1:{i:x}::1")).ToList();

        Assert.Equal(20, clients.Count(client => limiter.TryEnter(client) == Entry.Granted));
        Assert.Equal(Entry.Granted, limiter.TryEnter(IPAddress.Parse("2001:db8:2::1")));

        limiter.Leave(clients[0]);
        Assert.Equal(Entry.Granted, limiter.TryEnter(clients[99]));
        Assert.Equal(Entry.TooManyFromAddress, limiter.TryEnter(clients[98]));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData(null)]
    public void Loopback_and_hidden_clients_are_only_counted_together(string? address)
    {
        var limiter = new SessionLimiter(maxSessions: 3, maxPerAddress: 1);
        var client = address is null ? null : IPAddress.Parse(address);
        Assert.Equal([Entry.Granted, Entry.Granted, Entry.Granted, Entry.TooMany], Enumerable.Range(0, 4).Select(_ => limiter.TryEnter(client)));
    }

    [Fact]
    public void Nothing_is_kept_of_those_who_left()
    {
        var limiter = new SessionLimiter(maxSessions: 1, maxPerAddress: 1);
        for (var i = 0; i < 1000; i++)
        {
            var client = new IPAddress(i + 1);
            Assert.Equal(Entry.Granted, limiter.TryEnter(client));
            Assert.Equal(Entry.TooMany, limiter.TryEnter(client));
            limiter.Leave(client);
        }

        Assert.Equal(0, limiter.Sessions);
    }
}
