using System.Net;
using Mail.Core;
using Mail.Testing;

namespace Mail.Gateway.Tests;

public class LookupTests
{
    private readonly FakeDns _dns = FakeDns.Parse(
        """
        {
          "1.2.0.192.in-addr.arpa": {"PTR": ["mail.good.test"]}, "mail.good.test": {"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"]},
          "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa": {"PTR": ["mail.good.test"]},
          "3.2.0.192.in-addr.arpa": {"PTR": ["mail.good.test"]},
          "4.2.0.192.in-addr.arpa": {"PTR": ["slow.test"]}, "slow.test": {"TIMEOUT": true},
          "5.2.0.192.in-addr.arpa": {"TIMEOUT": true},
          "6.2.0.192.in-addr.arpa": {"PTR": ["other.test", "mail.six.test"]}, "mail.six.test": {"A": ["192.0.2.6"]},
          "7.2.0.192.in-addr.arpa": {"PTR": ["192.0.2.7", "x(y.test"]},
          "8.2.0.192.in-addr.arpa": {"PTR": ["slow.test", "mail.eight.test"]}, "mail.eight.test": {"A": ["192.0.2.8"]},
          "9.2.0.192.in-addr.arpa": {"PTR": ["n1.test", "n2.test", "mail.nine.test"]}, "mail.nine.test": {"A": ["192.0.2.9", "192.0.2.10"]},
          "10.2.0.192.in-addr.arpa": {"PTR": ["n1.test", "n2.test", "n3.test", "mail.nine.test"]},

          "1.2.0.192.a.list": {"A": ["127.0.0.2"]}, "1.2.0.192.b.list": {"A": ["127.0.0.4", "127.0.0.10"]},
          "1.2.0.192.good.list": {"A": ["127.0.0.1"]}, "1.2.0.192.slow.list": {"TIMEOUT": true},
          "1.2.0.192.refusing.list": {"A": ["127.255.255.254"]}, "1.2.0.192.sold.list": {"A": ["198.51.100.80"]},
          "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.a.list": {"A": ["127.0.0.2"]},

          "mx.test": {"MX": ["10 mail.good.test"]}, "a.test": {"A": ["192.0.2.9"]}, "aaaa.test": {"AAAA": ["2001:db8::9"]},
          "null.test": {"MX": ["0 ."]}, "txt.test": {"TXT": ["x"]}, "servfail.test": {"RCODE": "SERVFAIL"}
        }
        """);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("192.0.2.1", "rdns=pass:mail.good.test")]
    [InlineData("2001:db8::1", "rdns=pass:mail.good.test")]
    [InlineData("192.0.2.2", "rdns=fail:none")]
    [InlineData("192.0.2.3", "rdns=fail:mismatch,mail.good.test")]
    [InlineData("192.0.2.4", "rdns=unavailable")]
    [InlineData("192.0.2.5", "rdns=unavailable")]
    [InlineData("192.0.2.6", "rdns=pass:mail.six.test")]
    [InlineData("192.0.2.7", "rdns=fail:none")]
    [InlineData("192.0.2.8", "rdns=pass:mail.eight.test")]
    [InlineData("192.0.2.9", "rdns=pass:mail.nine.test")]
    [InlineData("192.0.2.10", "rdns=fail:mismatch,n1.test")]
    public async Task A_reverse_name_counts_when_it_leads_back(string address, string expected) =>
        Assert.Equal($"1 {expected}", ClientChecks.Format([(await new ReverseNameLookup(_dns).FindAsync(IPAddress.Parse(address), Token)).ToCheck()]));

    [Theory]
    [InlineData("a.list", 1, "dnsbl=fail:1,a.list")]
    [InlineData("a.list, b.list*2", 3, "dnsbl=fail:3,b.list,a.list")]
    [InlineData("a.list, b.list*2", 4, "dnsbl=pass:3,b.list,a.list")]
    [InlineData("a.list*3, good.list*-5", 1, "dnsbl=pass:-2,a.list,good.list")]
    [InlineData("b.list=127.0.0.[2..3]", 1, "dnsbl=pass:0")]
    [InlineData("b.list=127.0.0.4*2, b.list=127.0.0.[10..11]*3", 5, "dnsbl=fail:5,b.list")]
    [InlineData("a.list, slow.list*9", 1, "dnsbl=fail:1,a.list")]
    [InlineData("a.list, slow.list*9", 2, "dnsbl=unavailable:1,a.list")]
    [InlineData("refusing.list", 1, "dnsbl=unavailable:0")]
    [InlineData("sold.list", 1, "dnsbl=pass:0")]
    [InlineData("nobody.list", 1, "dnsbl=pass:0")]
    public async Task Lists_add_up(string sites, int threshold, string expected)
    {
        var score = await ScoreAsync("192.0.2.1", sites);

        Assert.Equal($"1 {expected}", ClientChecks.Format([score.ToCheck(threshold)]));
    }

    [Fact]
    public async Task A_list_that_stands_there_twice_is_asked_once()
    {
        await ScoreAsync("192.0.2.1", "b.list=127.0.0.4, b.list=127.0.0.10");

        Assert.Single(_dns.Questions);
    }

    [Fact]
    public async Task A_client_with_IPv6_is_listed_by_its_nibbles() => Assert.Equal(1, (await ScoreAsync("2001:db8::1", "a.list")).Score);

    [Theory]
    [InlineData("mx.test", SenderDomain.Exists)]
    [InlineData("a.test", SenderDomain.Exists)]
    [InlineData("aaaa.test", SenderDomain.Exists)]
    [InlineData("[192.0.2.1]", SenderDomain.Exists)]
    [InlineData("null.test", SenderDomain.NullMx)]
    [InlineData("txt.test", SenderDomain.Missing)]
    [InlineData("nowhere.test", SenderDomain.Missing)]
    [InlineData("slow.test", SenderDomain.Unavailable)]
    [InlineData("servfail.test", SenderDomain.Unavailable)]
    internal async Task A_sender_needs_a_domain_that_takes_mail(string domain, SenderDomain expected) =>
        Assert.Equal(expected, await new SenderDomainLookup(_dns).FindAsync(domain, Token));

    [Theory]
    [InlineData("mx.test", "192.0.2.1", HeloFault.None)]
    [InlineData("mx.test.", "192.0.2.1", HeloFault.None)]
    [InlineData("nowhere.test", "192.0.2.1", HeloFault.None)]
    [InlineData("[192.0.2.1]", "192.0.2.1", HeloFault.None)]
    [InlineData("[IPv6:2001:db8::1]", "2001:db8::1", HeloFault.None)]
    [InlineData("[192.0.2.1]", "192.0.2.2", HeloFault.AnotherAddress)]
    [InlineData("[192.0.2.1]", null, HeloFault.Unavailable)]
    [InlineData("[mail]", "192.0.2.1", HeloFault.Malformed)]
    [InlineData("[192.0.2.1", "192.0.2.1", HeloFault.Malformed)]
    [InlineData("a..b", "192.0.2.1", HeloFault.Malformed)]
    [InlineData("-a.test", "192.0.2.1", HeloFault.Malformed)]
    [InlineData("192.0.2.1", "192.0.2.1", HeloFault.NotFullName)]
    [InlineData("2001:db8::1", "2001:db8::1", HeloFault.NotFullName)]
    [InlineData("localhost", "192.0.2.1", HeloFault.NotFullName)]
    [InlineData("MX.Example.test", "192.0.2.1", HeloFault.OurName)]
    [InlineData("mx.example.test", null, HeloFault.Unavailable)]
    internal async Task A_HELO_is_looked_at(string helo, string? client, HeloFault expected) =>
        Assert.Equal(expected, await HeloAsync(helo, client, mustResolve: false));

    [Theory]
    [InlineData("mx.test", HeloFault.None)]
    [InlineData("aaaa.test", HeloFault.None)]
    [InlineData("[192.0.2.1]", HeloFault.None)]
    [InlineData("nowhere.test", HeloFault.NotInDns)]
    [InlineData("txt.test", HeloFault.NotInDns)]
    [InlineData("slow.test", HeloFault.Unavailable)]
    internal async Task A_HELO_can_be_looked_up(string helo, HeloFault expected) =>
        Assert.Equal(expected, await HeloAsync(helo, "192.0.2.1", mustResolve: true));

    private async Task<HeloFault> HeloAsync(string helo, string? client, bool mustResolve) =>
        await new HeloCheck(_dns, "mx.example.test").FindAsync(helo, client is null ? null : IPAddress.Parse(client), mustResolve, Token);

    private async Task<DnsListScore> ScoreAsync(string address, string sites)
    {
        Assert.True(DnsListSites.TryParse(sites, out var parsed));
        return await new DnsListLookup(_dns).ScoreAsync(IPAddress.Parse(address), parsed, Token);
    }
}
