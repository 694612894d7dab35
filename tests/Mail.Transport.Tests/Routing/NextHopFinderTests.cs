using System.Net;
using Mail.Testing;

namespace Mail.Transport.Tests;

public class NextHopFinderTests
{
    private const string Zone =
        """
        {
          "one.test": {"MX": ["10 mx.one.test"]}, "mx.one.test": {"A": ["11.0.0.1"], "AAAA": ["2a00::1"]},
          "order.test": {"MX": ["20 b.order.test", "10 a.order.test", "30 c.order.test"]},
          "a.order.test": {"A": ["11.0.0.1"]}, "b.order.test": {"A": ["11.0.0.2"]}, "c.order.test": {"A": ["11.0.0.3"]},
          "equal.test": {"MX": ["10 a.order.test", "10 b.order.test", "10 c.order.test"]},
          "nomx.test": {"A": ["11.0.0.9"]},
          "alias.test": {"CNAME": ["one.test"]},
          "mxalias.test": {"MX": ["10 www.mxalias.test"]}, "www.mxalias.test": {"CNAME": ["mx.one.test"]},
          "null.test": {"MX": ["0 ."]}, "notnull.test": {"MX": ["0 .", "10 mx.one.test"]},
          "slow.test": {"TIMEOUT": true}, "broken.test": {"RCODE": "SERVFAIL"},
          "slowmx.test": {"MX": ["10 slow.test"]}, "halfslow.test": {"MX": ["10 slow.test", "20 mx.one.test"]},
          "gone.test": {"MX": ["10 nobody.test"]}, "empty.test": {"TXT": ["nothing here"]},
          "inside.test": {"MX": ["10 metadata.test", "20 home.test", "30 mapped.test", "40 127.0.0.1"]},
          "metadata.test": {"A": ["169.254.169.254"]}, "home.test": {"A": ["127.0.0.1", "10.1.2.3"], "AAAA": ["::1", "fe80::1", "fd00::1"]},
          "mapped.test": {"AAAA": ["::ffff:10.0.0.1", "64:ff9b::a00:1"]},
          "partly.test": {"MX": ["10 home.test", "20 mx.one.test"]}, "slowinside.test": {"MX": ["10 home.test", "20 slow.test"]},
          "first.test": {"MX": ["10 mx.example.test", "20 mx.one.test"]},
          "backup.test": {"MX": ["10 a.order.test", "20 mx.example.test", "20 b.order.test", "30 c.order.test"]},
          "byaddress.test": {"MX": ["10 disguise.test"]}, "disguise.test": {"A": ["11.9.9.9"]},
          "many.test": {"MX": ["10 many-a.test"]},
          "many-a.test": {"A": ["11.0.0.1", "11.0.0.2", "11.0.0.3", "11.0.0.4"], "AAAA": ["2a00::1", "2a00::2", "2a00::3", "2a00::4", "2a00::5", "2a00::6"]},
          "six.test": {"MX": ["10 six-a.test"]}, "six-a.test": {"AAAA": ["2a00::1", "2a00::2", "2a00::3", "2a00::4", "2a00::5", "2a00::6"]},
          "circle.test": {"MX": ["10 round.test"]}, "round.test": {"CNAME": ["about.test"]}, "about.test": {"CNAME": ["round.test"]}
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RoutingOptions Options { get; } = new()
    {
        OurNames = new HashSet<string> { "mx.example.test" },
        OurAddresses = new HashSet<IPAddress> { IPAddress.Parse("11.9.9.9") },
    };

    [Theory]
    [InlineData("one.test", "2a00::1 11.0.0.1")]
    [InlineData("order.test", "11.0.0.1 11.0.0.2 11.0.0.3")]
    [InlineData("nomx.test", "11.0.0.9")]
    [InlineData("alias.test", "2a00::1 11.0.0.1")]
    [InlineData("mxalias.test", "2a00::1 11.0.0.1")]
    [InlineData("notnull.test", "2a00::1 11.0.0.1")]
    [InlineData("halfslow.test", "2a00::1 11.0.0.1")]
    [InlineData("partly.test", "2a00::1 11.0.0.1")]
    [InlineData("backup.test", "11.0.0.1")]
    [InlineData("[11.0.0.7]", "11.0.0.7")]
    [InlineData("[IPv6:2a00::7]", "2a00::7")]
    public async Task A_domain_leads_to_its_servers_in_order(string domain, string addresses)
    {
        var hops = await FoundAsync(domain);

        Assert.Equal(addresses, string.Join(' ', hops.Select(hop => hop.Address)));
        Assert.All(hops, hop => Assert.Equal(25, hop.Port));
    }

    [Theory]
    [InlineData("null.test", true, "556 5.1.10")]
    [InlineData("nowhere.test", true, "550 5.1.2")]
    [InlineData("gone.test", true, "550 5.4.4")]
    [InlineData("empty.test", true, "550 5.4.4")]
    [InlineData("slow.test", false, "451 4.4.3")]
    [InlineData("broken.test", false, "451 4.4.3")]
    [InlineData("slowmx.test", false, "451 4.4.3")]
    [InlineData("circle.test", false, "451 4.4.3")]
    [InlineData("slowinside.test", false, "451 4.4.3")]
    [InlineData("first.test", true, "554 5.4.6")]
    [InlineData("byaddress.test", true, "554 5.4.6")]
    [InlineData("[11.9.9.9]", true, "554 5.4.6")]
    [InlineData("inside.test", true, "550 5.4.4")]
    [InlineData("[127.0.0.1]", true, "550 5.4.4")]
    [InlineData("[169.254.169.254]", true, "550 5.4.4")]
    [InlineData("[IPv6:::1]", true, "550 5.4.4")]
    [InlineData("[IPv6:::ffff:127.0.0.1]", true, "550 5.4.4")]
    [InlineData("[x]", true, "550 5.1.2")]
    public async Task A_domain_without_a_server_that_may_be_used_says_why(string domain, bool isPermanent, string code)
    {
        var nowhere = Assert.IsType<HopLookup.Nowhere>(await Finder(Options).FindDirectAsync(domain, Token));

        Assert.Equal((isPermanent, code), (nowhere.IsPermanent, $"{nowhere.Code} {nowhere.Enhanced}"));
        Assert.NotEqual("", nowhere.Reason);
    }

    [Fact]
    public async Task Hosts_of_one_preference_take_turns()
    {
        var finder = Finder(Options);
        var firsts = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            firsts.Add(Assert.IsType<HopLookup.Found>(await finder.FindDirectAsync("equal.test", Token)).Hops[0].Host);
        }

        Assert.Equal(3, firsts.Count);
    }

    [Fact]
    public async Task A_hop_bears_the_name_in_the_MX_record()
    {
        Assert.All(await FoundAsync("mxalias.test"), hop => Assert.Equal("www.mxalias.test", hop.Host));
    }

    [Theory]
    [InlineData("many.test", 2, 3)]
    [InlineData("six.test", 5, 0)]
    public async Task The_limit_of_addresses_leaves_room_for_both_families(string domain, int six, int four)
    {
        var hops = await FoundAsync(domain);

        Assert.Equal(six, hops.Count(hop => hop.Address.ToString().Contains(':', StringComparison.Ordinal)));
        Assert.Equal(four, hops.Count(hop => hop.Address.ToString().StartsWith("11.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_network_that_a_setting_allows_may_be_reached()
    {
        var finder = Finder(Options with { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], DirectPort = 2525 });

        var found = Assert.IsType<HopLookup.Found>(await finder.FindDirectAsync("inside.test", Token));

        Assert.Contains(new NextHop("home.test", IPAddress.Loopback, 2525), found.Hops);
        Assert.All(found.Hops, hop => Assert.Equal(IPAddress.Loopback, hop.Address));
    }

    [Theory]
    [InlineData("home.test", "127.0.0.1")]
    [InlineData("10.0.0.5", "10.0.0.5")]
    [InlineData("[10.0.0.5]", "10.0.0.5")]
    public async Task A_relay_that_the_operator_names_may_be_anywhere(string host, string address)
    {
        var found = Assert.IsType<HopLookup.Found>(await Finder(Options).FindHostAsync(host, 587, Token));

        Assert.Contains(found.Hops, hop => hop.Address.ToString() == address && hop.Port == 587);
    }

    [Theory]
    [InlineData("nobody.test")]
    [InlineData("slow.test")]
    public async Task A_relay_without_an_address_is_waited_for(string host)
    {
        Assert.False(Assert.IsType<HopLookup.Nowhere>(await Finder(Options).FindHostAsync(host, 587, Token)).IsPermanent);
    }

    [Fact]
    public void Options_that_cannot_work_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Finder(Options with { DirectPort = 0 }));
        Assert.Throws<ArgumentException>(() => Finder(Options with { MaxAddresses = 0 }));
        Assert.Throws<ArgumentException>(() => Finder(Options with { OurNames = new HashSet<string> { "MX.example.test" } }));
    }

    private static async Task<IReadOnlyList<NextHop>> FoundAsync(string domain) =>
        Assert.IsType<HopLookup.Found>(await Finder(Options).FindDirectAsync(domain, Token)).Hops;

    private static NextHopFinder Finder(RoutingOptions options) => new(FakeDns.Parse(Zone), options, new Random(1));
}
