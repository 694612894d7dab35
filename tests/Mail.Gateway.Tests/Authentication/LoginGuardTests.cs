using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class LoginGuardTests
{
    private const string Alice = "alice@example.test";
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Elsewhere = IPAddress.Parse("198.51.100.7");

    private readonly FakeTimeProvider _time = new();
    private readonly LoginGuard _guard;

    public LoginGuardTests() => _guard = new LoginGuard(_time);

    private void Fail(int times, string name = Alice)
    {
        for (var i = 0; i < times; i++)
        {
            _guard.Failed(name, Elsewhere);
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
            _guard.Failed(Alice, IPAddress.Parse($"203.0.113.{i}"));
        }

        Assert.False(_guard.IsBlocked(Alice, Home));
        Assert.True(_guard.IsBlocked(Alice, Elsewhere));
        Assert.True(_guard.IsBlocked(Alice, IPAddress.Parse("203.0.113.200")));
        Assert.False(_guard.IsBlocked("bob@example.test", IPAddress.Parse("203.0.113.200")));
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
        for (var i = 0; i < 50; i++)
        {
            _guard.Failed(Alice, null);
        }

        Assert.False(_guard.IsBlocked(Alice, null));
        // Behind an edge that hides everybody, six guesses would otherwise keep her out.
        foreach (var minutes in new[] { 1, 2, 4, 8, 15, 15 })
        {
            Assert.Equal(TimeSpan.FromMinutes(minutes), _guard.Failed(Alice, null));
        }

        Assert.True(_guard.IsBlocked(Alice, null));
        Assert.False(_guard.IsBlocked("bob@example.test", null));
    }

    [Fact]
    public void Who_has_a_48_does_not_lock_a_name_for_everybody_from_its_networks()
    {
        var tried = 0;
        for (var i = 0; i < 1000; i++)
        {
            var client = IPAddress.Parse($"2001:db8:1:{i:x}::1");
            if (!_guard.IsBlocked(Alice, client))
            {
                _guard.Failed(Alice, client);
                tried++;
            }
        }

        // Four times the five of one network, and the one that is too many.
        Assert.Equal(21, tried);
        Assert.False(_guard.IsBlocked(Alice, Elsewhere));
        Assert.False(_guard.IsBlocked(Alice, IPAddress.Parse("2001:db8:2::1")));
    }

    [Fact]
    public void A_48_that_tries_many_names_is_blocked_as_a_whole()
    {
        for (var i = 0; i < 81; i++)
        {
            _guard.Failed($"user{i}@example.test", IPAddress.Parse($"2001:db8:1:{i:x}::1"));
        }

        Assert.True(_guard.IsBlocked("user99@example.test", IPAddress.Parse("2001:db8:1:ffff::1")));
        Assert.False(_guard.IsBlocked("user99@example.test", IPAddress.Parse("2001:db8:2::1")));
    }

    [Fact]
    public void Her_owner_does_not_notice_a_guesser_in_the_same_48()
    {
        var home = IPAddress.Parse("2001:db8:1:aaaa::1");
        _guard.Succeeded(Alice, home);
        for (var i = 0; i < 100; i++)
        {
            _guard.Failed(Alice, IPAddress.Parse($"2001:db8:1:{i:x}::1"));
        }

        Assert.False(_guard.IsBlocked(Alice, home));
        Assert.True(_guard.IsBlocked(Alice, IPAddress.Parse("2001:db8:1:bbbb::1")));
    }

    [Fact]
    public void Attempts_that_were_all_on_their_way_at_once_count_for_the_name_until_the_first_block()
    {
        // One client with 100 sessions: none of them was blocked when it began.
        Fail(100);
        Assert.True(_guard.IsBlocked(Alice, Elsewhere));
        Assert.False(_guard.IsBlocked(Alice, Home));
    }
}
