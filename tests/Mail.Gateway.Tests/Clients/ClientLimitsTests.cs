using System.Net;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class ClientLimitsTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly InMemorySiteSettings _settings = new();
    private readonly ClientLimits _limits;

    public ClientLimitsTests()
    {
        _settings.Set("rate-messages", "60");
        _limits = new ClientLimits(_settings, new GatewayOptions { HostName = "mx.example.test" }, _time);
    }

    [Fact]
    public void A_minutes_worth_may_come_at_once_and_then_so_much_a_minute()
    {
        Assert.Equal(60, Take(100));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10, Take(100));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(60, Take(100));
    }

    [Fact]
    public void Each_network_and_each_pace_has_its_own()
    {
        Assert.Equal(60, Take(100));
        Assert.Equal(60, Take(100, "192.0.2.2"));
        Assert.True(_limits.TryTake(Client, ClientPace.Recipients));
        Assert.Equal(60, Take(100, "2001:db8:1:2::1"));
        Assert.Equal(0, Take(100, "2001:db8:1:2:ffff::9"));
        Assert.Equal(60, Take(100, "2001:db8:1:3::1"));
    }

    [Fact]
    public void A_48_has_four_times_as_much_however_many_networks_it_holds()
    {
        Assert.Equal(240, Enumerable.Range(0, 10).Sum(i => Take(100, $"2001:db8:1:{i:x}::1")));
        Assert.True(_limits.IsExhausted(IPAddress.Parse("2001:db8:1:ffff::1"), ClientPace.Messages));
        Assert.False(_limits.IsExhausted(IPAddress.Parse("2001:db8:2::1"), ClientPace.Messages));
        Assert.Equal(60, Take(100, "2001:db8:2::1"));
    }

    [Fact]
    public void A_change_is_in_force_at_once()
    {
        Assert.Equal(60, Take(100));
        _settings.Set("rate-messages", "70");
        Assert.Equal(10, Take(100));
        _settings.Set("rate-messages", "0");
        Assert.Equal(100, Take(100));
    }

    [Theory]
    [InlineData("2", 30)]
    [InlineData("7", 9)]
    [InlineData("1000", 1)]
    public void Replicas_share_a_limit(string replicas, int part)
    {
        _settings.Set("gateway-replicas", replicas);
        Assert.Equal(part, Take(100));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(null)]
    public void The_operators_machines_and_hidden_clients_are_not_limited(string? client) => Assert.Equal(1000, Take(1000, client));

    [Fact]
    public void Exhaustion_can_be_asked_without_counting()
    {
        Assert.False(_limits.IsExhausted(Client, ClientPace.Messages));
        Take(60);
        Assert.True(_limits.IsExhausted(Client, ClientPace.Messages));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_limits.IsExhausted(Client, ClientPace.Messages));
        Assert.Equal(1, Take(10));
    }

    private int Take(int tries, string? client = "192.0.2.1") =>
        Enumerable.Range(0, tries).Count(_ => _limits.TryTake(client is null ? null : IPAddress.Parse(client), ClientPace.Messages));
}
