using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Authentication.Tests.Spf;

public class EvaluationTests
{
    [Theory]
    [InlineData("v=spf1 -all", AuthenticationResult.Fail, "-all")]
    [InlineData("v=spf1 ~all", AuthenticationResult.SoftFail, "~all")]
    [InlineData("v=spf1 ?all", AuthenticationResult.Neutral, "?all")]
    [InlineData("v=spf1", AuthenticationResult.Neutral, "default")]
    [InlineData("v=spf1 a -all", AuthenticationResult.Pass, "a")]
    [InlineData("v=spf1 -mx/24 +all", AuthenticationResult.Fail, "-mx/24")]
    [InlineData("v=spf1 all redirect=broken.test", AuthenticationResult.Pass, "all")]
    public async Task The_first_match_decides(string record, AuthenticationResult result, string mechanism)
    {
        var verdict = await SpfRun.RecordAsync(record);

        Assert.Equal((result, mechanism), (verdict.Result, verdict.Mechanism));
    }

    /// <summary>RFC 7208 §5.2.</summary>
    [Theory]
    [InlineData("v=spf1 +all", AuthenticationResult.Pass)]
    [InlineData("v=spf1 -all", AuthenticationResult.Neutral)]
    [InlineData("v=spf1 ~all", AuthenticationResult.Neutral)]
    [InlineData("v=spf1 ?all", AuthenticationResult.Neutral)]
    [InlineData("v=spf1 a:slow.test", AuthenticationResult.TempError)]
    [InlineData("v=spf1 nonsense", AuthenticationResult.PermError)]
    [InlineData("no record", AuthenticationResult.PermError)]
    public async Task What_an_included_record_says_only_counts_as_a_match_or_none(string included, AuthenticationResult expected) =>
        Assert.Equal(expected, (await SpfRun.RecordAsync("v=spf1 include:i.test", more: $$""", "i.test": {"TXT": ["{{included}}"]}""")).Result);

    [Theory]
    [InlineData("v=spf1 redirect=i.test", AuthenticationResult.SoftFail)]
    [InlineData("v=spf1 redirect=absent.test", AuthenticationResult.PermError)]
    [InlineData("v=spf1 redirect=slow.test", AuthenticationResult.TempError)]
    [InlineData("v=spf1 mx:slow.test", AuthenticationResult.TempError)]
    [InlineData("v=spf1 exists:slow.test", AuthenticationResult.TempError)]
    [InlineData("v=spf1 a:absent.test a:empty.test ?all", AuthenticationResult.Neutral)]
    [InlineData("v=spf1 a:absent.test a:empty.test mx:empty.test ?all", AuthenticationResult.PermError)]
    [InlineData("v=spf1 redirect=d.test", AuthenticationResult.PermError)]
    [InlineData("v=spf1 include:d.test", AuthenticationResult.PermError)]
    public async Task Records_that_lead_nowhere_are_errors(string record, AuthenticationResult expected)
    {
        var verdict = await SpfRun.RecordAsync(record, more: """, "i.test": {"TXT": ["v=spf1 ~all"]}""");

        Assert.Equal(expected, verdict.Result);
        Assert.Equal(expected is AuthenticationResult.TempError or AuthenticationResult.PermError, verdict.Problem is not null);
    }

    /// <summary>RFC 7208 §4.6.4: ten terms over all records together.</summary>
    [Theory]
    [InlineData(10, AuthenticationResult.Neutral)]
    [InlineData(11, AuthenticationResult.PermError)]
    public async Task Ten_terms_may_ask(int terms, AuthenticationResult expected)
    {
        var dns = SpfRun.Zone("v=spf1 " + string.Join(' ', Enumerable.Repeat("a:mx.d.test", terms)));

        Assert.Equal(expected, (await SpfRun.CheckAsync(dns, "192.0.2.1", "user@d.test")).Result);
        Assert.Equal(11, dns.Questions.Count);
    }

    [Theory]
    [InlineData(10, AuthenticationResult.Fail)]
    [InlineData(11, AuthenticationResult.PermError)]
    public async Task Ten_hosts_may_an_mx_have(int hosts, AuthenticationResult expected)
    {
        var list = string.Join(", ", Enumerable.Range(1, hosts).Select(i => $"\"{i} mx.d.test\""));

        Assert.Equal(expected, (await SpfRun.RecordAsync("v=spf1 mx:many.test -all", more: $$""", "many.test": {"MX": [{{list}}]}""")).Result);
    }

    [Fact]
    public async Task The_eleventh_name_of_a_client_is_not_looked_at()
    {
        var names = string.Join(", ", Enumerable.Range(1, 10).Select(i => $"\"n{i}.other.test\"").Append("\"mx.d.test\""));
        var dns = SpfRun.Zone("v=spf1 ptr -all", $$""", "2.2.0.192.in-addr.arpa": {"PTR": [{{names}}]}""");

        Assert.Equal(AuthenticationResult.Fail, (await SpfRun.CheckAsync(dns, "192.0.2.2", "user@d.test")).Result);
        Assert.Equal(12, dns.Questions.Count);
    }

    [Theory]
    [InlineData("::ffff:192.0.2.1", "v=spf1 ip4:192.0.2.1 -all", AuthenticationResult.Pass)]
    [InlineData("::ffff:192.0.2.1", "v=spf1 ip6:::/0 -all", AuthenticationResult.Fail)]
    [InlineData("2001:db8::1", "v=spf1 a/0 -all", AuthenticationResult.Pass)]
    [InlineData("2001:db8::9", "v=spf1 a/0 -all", AuthenticationResult.Fail)]
    [InlineData("2001:db8::9", "v=spf1 mx//125 a//124 -all", AuthenticationResult.Pass)]
    [InlineData("2001:db9::9", "v=spf1 ip6:2001:db8::/31 -all", AuthenticationResult.Pass)]
    [InlineData("2001:db8::1", "v=spf1 exists:d.test -all", AuthenticationResult.Pass)]
    public async Task Both_families_are_compared_with_their_own(string client, string record, AuthenticationResult expected) =>
        Assert.Equal(expected, (await SpfRun.RecordAsync(record, client)).Result);

    [Theory]
    [InlineData("user@localhost")]
    [InlineData("user@[192.0.2.1]")]
    [InlineData("user@a..test")]
    [InlineData("user@ü.test")]
    [InlineData("user@absent.test")]
    [InlineData("user@mx.d.test")]
    [InlineData("")]
    public async Task Who_cannot_have_a_record_has_none(string sender) =>
        Assert.Equal(AuthenticationResult.None, (await SpfRun.CheckAsync(SpfRun.Zone("v=spf1 -all"), "192.0.2.1", sender)).Result);

    [Fact]
    public async Task Two_records_are_an_error()
    {
        var dns = FakeDns.Parse("""{"d.test": {"TXT": ["v=spf1 +all", "something else", "v=spf1 -all"]}}""");

        Assert.Equal(AuthenticationResult.PermError, (await SpfRun.CheckAsync(dns, "192.0.2.1", "user@d.test")).Result);
    }

    [Fact]
    public async Task A_resolver_that_never_answers_costs_twenty_seconds()
    {
        var time = new FakeTimeProvider(SpfRun.Noon);
        var dns = SpfRun.Zone("v=spf1 -all");
        dns.Gate = new TaskCompletionSource().Task;

        var check = new SpfChecker(dns, time)
            .CheckAsync(new SpfQuestion(System.Net.IPAddress.Loopback, "user@d.test", "", ""), TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(AuthenticationResult.TempError, (await check.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Result);
    }
}
