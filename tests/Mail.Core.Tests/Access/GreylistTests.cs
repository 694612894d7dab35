using System.Net;

namespace Mail.Core.Tests;

public class GreylistTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly SiteSettings Settings = SiteSettings.Default with { GreylistAllowAfter = 2 };

    private GreylistEntry? _network;
    private GreylistEntry? _pair;

    [Fact]
    public void Who_comes_again_in_time_passes_from_then_on()
    {
        Assert.Equal(Noon.AddMinutes(5), Attempt(Noon));
        Assert.Equal(Noon.AddMinutes(5), Attempt(Noon.AddMinutes(1)));
        Assert.Equal(Noon.AddMinutes(5), Attempt(Noon.AddMinutes(5).AddTicks(-1)));
        Assert.Null(Attempt(Noon.AddMinutes(5)));
        Assert.Null(Attempt(Noon.AddDays(34)));
        Assert.Null(Attempt(Noon.AddDays(60)));
        Assert.Equal(Noon.AddDays(100).AddMinutes(5), Attempt(Noon.AddDays(100)));
    }

    [Fact]
    public void Who_comes_again_too_late_begins_anew()
    {
        Attempt(Noon);
        Assert.Equal(Noon.AddDays(2).AddMinutes(5), Attempt(Noon.AddDays(2)));
        Assert.Null(Attempt(Noon.AddDays(2).AddMinutes(6)));
    }

    [Fact]
    public void A_network_whose_mail_came_again_often_enough_is_asked_no_more_until_it_is_forgotten()
    {
        for (var i = 0; i < 2; i++)
        {
            _pair = null;
            Attempt(Noon);
            Assert.Null(Attempt(Noon.AddMinutes(5)));
        }

        _pair = null;
        Assert.Null(Attempt(Noon.AddMinutes(6)));
        Assert.Null(_pair);
        Assert.Null(Attempt(Noon.AddDays(30)));
        Assert.Null(Attempt(Noon.AddDays(60)));
        Assert.NotNull(Attempt(Noon.AddDays(96)));
    }

    [Fact]
    public void Coming_again_and_again_counts_once_for_the_network()
    {
        Attempt(Noon);
        Attempt(Noon.AddMinutes(5));
        Attempt(Noon.AddMinutes(6));
        Attempt(Noon.AddDays(2));
        Assert.Equal(1, _network!.Passed);
    }

    [Fact]
    public void A_busy_correspondent_costs_one_write_a_day()
    {
        Attempt(Noon);
        Attempt(Noon.AddMinutes(5));
        var decision = GreylistDecision.Of(_network, _pair, Settings, Noon.AddHours(23));
        Assert.Equal((null, null), (decision.Network, decision.Pair));
        Assert.NotNull(GreylistDecision.Of(_network, _pair, Settings, Noon.AddHours(25)).Pair);
    }

    [Theory]
    [InlineData("192.0.2.200", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.200", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void Clients_of_one_network_are_one(string client, string network) =>
        Assert.Equal(network, GreylistKey.NetworkOf(IPAddress.Parse(client)));

    [Theory]
    [InlineData("list-bounces+alice=example.test@lists.test", "list-bounces+bob=example.test@lists.test", true)]
    [InlineData("bounce-123456@shop.test", "Bounce-99@SHOP.test", true)]
    [InlineData("bounce-1@shop.test", "bounce-x@shop.test", false)]
    [InlineData("a@shop.test", "a@other.test", false)]
    public void Senders_with_a_number_or_detail_in_them_are_one(string one, string other, bool same) =>
        Assert.Equal(same, Key(one).Pair == Key(other).Pair);

    [Fact]
    public void A_key_has_one_length_whatever_is_sent()
    {
        var address = new string('x', 64) + "@" + string.Join('.', Enumerable.Repeat(new string('y', 60), 3)) + ".test";
        Assert.Equal(32, Key(address).Pair.Length);
        Assert.Equal(32, GreylistKey.Of(IPAddress.Loopback, null, MailAddress.Parse("a@b.test")).Pair.Length);
    }

    private static GreylistKey Key(string sender) =>
        GreylistKey.Of(IPAddress.Parse("192.0.2.1"), MailAddress.Parse(sender), MailAddress.Parse("alice@example.test"));

    private DateTimeOffset? Attempt(DateTimeOffset now)
    {
        var decision = GreylistDecision.Of(_network, _pair, Settings, now);
        _network = decision.Network ?? _network;
        _pair = decision.Pair ?? _pair;
        return decision.RetryAt;
    }
}
