using System.Net;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public class SpfLookupTests
{
    private const string Zone = """
        {
          "d.test": {"A": ["192.0.2.10"], "AAAA": ["2001:db8::10"], "MX": ["10 mx.d.test", "20 ."]},
          "mx.d.test": {"A": ["192.0.2.25"]},
          "relay.test": {"TXT": ["other", "v=spf1 ip4:192.0.2.64/26 -all"]},
          "open.test": {"TXT": ["v=spf1 ?all"]},
          "two.test": {"TXT": ["v=spf1 -all", "v=spf1 +all"]},
          "loop.test": {"TXT": ["v=spf1 include:loop.test -all"]},
          "broken.test": {"RCODE": "SERVFAIL"}
        }
        """;

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.1 -all", "192.0.2.1", "Pass")]
    [InlineData("v=spf1 ip4:192.0.2.0/25 -all", "192.0.2.127", "Pass")]
    [InlineData("v=spf1 ip4:192.0.2.0/25 -all", "192.0.2.128", "NotPass")]
    [InlineData("v=spf1 ip4:192.0.2.77/24 -all", "192.0.2.1", "Pass")]
    [InlineData("v=spf1 ip6:2001:db8::/32 -all", "2001:db8:ffff::1", "Pass")]
    [InlineData("v=spf1 ip6:::1 -all", "::1", "Pass")]
    [InlineData("v=spf1 ip6:2001:db8::/32 -all", "192.0.2.1", "NotPass")]
    [InlineData("V=SPF1 A -ALL", "192.0.2.10", "Pass")]
    [InlineData("v=spf1 a -all", "2001:db8::10", "Pass")]
    [InlineData("v=spf1 a/28//64 -all", "192.0.2.1", "Pass")]
    [InlineData("v=spf1 a/28//64 -all", "2001:db8::ffff", "Pass")]
    [InlineData("v=spf1 a:mx.d.test -all", "192.0.2.25", "Pass")]
    [InlineData("v=spf1 mx -all", "192.0.2.25", "Pass")]
    [InlineData("v=spf1 mx:nowhere.test -all", "192.0.2.25", "NotPass")]
    [InlineData("v=spf1 -mx +all", "192.0.2.25", "NotPass")]
    [InlineData("v=spf1 ~ip4:192.0.2.1 all", "192.0.2.1", "NotPass")]
    [InlineData("v=spf1 include:relay.test ~all", "192.0.2.100", "Pass")]
    [InlineData("v=spf1 include:relay.test ~all", "192.0.2.1", "NotPass")]
    [InlineData("v=spf1 include:open.test -all", "192.0.2.1", "NotPass")]
    [InlineData("v=spf1 include:nowhere.test -all", "192.0.2.1", "Broken")]
    [InlineData("v=spf1 include:two.test -all", "192.0.2.1", "Broken")]
    [InlineData("v=spf1 include:loop.test -all", "192.0.2.1", "Broken")]
    [InlineData("v=spf1 include:broken.test -all", "192.0.2.1", "Unknown")]
    [InlineData("v=spf1 a:broken.test -all", "192.0.2.1", "Unknown")]
    [InlineData("v=spf1 redirect=relay.test", "192.0.2.100", "Pass")]
    [InlineData("v=spf1 redirect=relay.test -all", "192.0.2.100", "NotPass")]
    [InlineData("v=spf1 redirect=nowhere.test", "192.0.2.100", "Broken")]
    [InlineData("v=spf1 exp=why.test unknown=x ip4:192.0.2.1", "192.0.2.1", "Pass")]
    [InlineData("v=spf1 exists:mx.d.test -all", "192.0.2.1", "Pass")]
    [InlineData("v=spf1 exists:%{i}.list.test -all", "192.0.2.1", "Unknown")]
    [InlineData("v=spf1 ptr -all", "192.0.2.1", "NotPass")]
    [InlineData("v=spf1", "192.0.2.1", "NotPass")]
    [InlineData("v=spf1 ip4:mail.test -all", "192.0.2.1", "Broken")]
    [InlineData("v=spf1 ip4:192.0.2.1/99 -all", "192.0.2.1", "NotPass")]
    [InlineData("v=spf1 all: ", "192.0.2.1", "Pass")]
    [InlineData("v=spf1 - / // : =x", "192.0.2.1", "Broken")]
    [InlineData("v=spf1 a:a..b -all", "192.0.2.1", "NotPass")]
    public async Task An_address_passes_or_not(string record, string address, string outcome)
    {
        var answer = await new SpfLookup(FakeDns.Parse(Zone)).CheckAsync("d.test", record, IPAddress.Parse(address), TestContext.Current.CancellationToken);
        Assert.Equal(outcome, answer.Outcome.ToString());
        Assert.Equal(outcome is "Broken" or "Unknown", answer.Reason is not null);
    }

    [Fact]
    public async Task Ten_lookups_are_the_most()
    {
        var dns = FakeDns.Parse(Zone);
        var many = "v=spf1 " + string.Join(' ', Enumerable.Repeat("mx", 100_000)) + " -all";
        var answer = await new SpfLookup(dns).CheckAsync("d.test", many, IPAddress.Parse("198.51.100.1"), TestContext.Current.CancellationToken);
        Assert.Equal(SpfOutcome.Broken, answer.Outcome);
        Assert.InRange(dns.Questions.Count, 20, 22);
    }
}
