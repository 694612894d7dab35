using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class LoginGuardTests
{
    private const string Alice = "alice@example.test";
    private const string Home = "192.0.2.1";
    private const string Elsewhere = "198.51.100.7";

    private readonly FakeTimeProvider _time = new();
    private readonly LoginGuard _guard;

    public LoginGuardTests() => _guard = new LoginGuard(_time);

    private void Fail(int times, string name = Alice, string? network = Elsewhere)
    {
        for (var i = 0; i < times; i++)
        {
            _guard.Failed(name, network);
        }
    }

    [Fact]
    public void Five_failures_are_free_and_each_further_one_doubles_the_wait()
    {
        Fail(5);
        Assert.False(_guard.IsBlocked(Alice, Elsewhere));
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), _guard.Failed(Alice, Elsewhere));
            Assert.True(_guard.IsBlocked(Alice, Elsewhere));
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.False(_guard.IsBlocked(Alice, Elsewhere));
        }
    }

    [Fact]
    public void A_success_forgives_and_so_does_a_day()
    {
        Fail(6);
        _guard.Succeeded(Alice, Elsewhere);
        Assert.False(_guard.IsBlocked(Alice, Elsewhere));
        Fail(7);
        _time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(TimeSpan.Zero, _guard.Failed(Alice, Elsewhere));
    }

    [Fact]
    public void Her_owner_at_home_does_not_notice_a_guesser_elsewhere()
    {
        _guard.Succeeded(Alice, Home);
        Fail(20);
        for (var i = 0; i < 60; i++)
        {
            _guard.Failed(Alice, $"203.0.113.{i}");
        }

        Assert.False(_guard.IsBlocked(Alice, Home));
        Assert.True(_guard.IsBlocked(Alice, Elsewhere));
        Assert.True(_guard.IsBlocked(Alice, "203.0.113.200"));
        Assert.False(_guard.IsBlocked("bob@example.test", "203.0.113.200"));
    }

    [Fact]
    public void One_network_that_tries_many_names_is_blocked_for_all_but_those_it_knows()
    {
        _guard.Succeeded(Alice, Home);
        for (var i = 0; i < 21; i++)
        {
            _guard.Failed($"user{i}@example.test", Home);
        }

        Assert.True(_guard.IsBlocked("user99@example.test", Home));
        Assert.False(_guard.IsBlocked(Alice, Home));
        Assert.False(_guard.IsBlocked("user99@example.test", Elsewhere));
    }

    [Fact]
    public void Unknown_names_are_counted_as_known_ones()
    {
        Fail(6, "nobody@example.test");
        Assert.True(_guard.IsBlocked("nobody@example.test", Elsewhere));
    }

    [Fact]
    public void Without_an_address_names_are_counted_alone()
    {
        Fail(50, network: null);
        Assert.False(_guard.IsBlocked(Alice, null));
        // Behind an edge that hides everybody, six guesses would otherwise keep her out.
        foreach (var minutes in new[] { 1, 2, 4, 8, 15, 15 })
        {
            Assert.Equal(TimeSpan.FromMinutes(minutes), _guard.Failed(Alice, null));
        }

        Assert.True(_guard.IsBlocked(Alice, null));
        Assert.False(_guard.IsBlocked("bob@example.test", null));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData(null, null)]
    [InlineData("unknown", null)]
    public void A_network_is_an_IPv4_address_or_an_IPv6_64(string? address, string? network) => Assert.Equal(network, ClientNetwork.Of(address));
}
