using System.Text;
using Mail.Core;

namespace Mail.Transport.Tests;

public class StsPolicyParserTests
{
    [Theory]
    [InlineData("version: STSv1\nmode: enforce\nmx: mail.example.test\nmx: *.Example.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\r\nmode: enforce\r\nmx: mail.example.test.\r\nmx: *.example.net\r\nmax_age: 604800")]
    [InlineData("max_age:604800\nmx:\t mail.example.test \nmode:enforce\nmx:*.example.net\nversion:STSv1\nnew: thing\nno field at all\n\n")]
    [InlineData("version: STSv1\nmode: enforce\nmode: none\nmx: mail.example.test\nmx: *.example.net\nmax_age: 604800\nmax_age: 1\nversion: other\n")]
    public void A_policy_is_read(string text)
    {
        Assert.True(StsPolicyParser.TryParse(Encoding.UTF8.GetBytes(text), out var policy, out _));
        Assert.Equal((MtaStsMode.Enforce, TimeSpan.FromDays(7)), (policy.Mode, policy.MaxAge));
        Assert.Equal(["mail.example.test", "*.example.net"], policy.Mx);
    }

    [Fact]
    public void Without_a_mode_to_keep_no_server_is_needed()
    {
        Assert.True(StsPolicyParser.TryParse("version: STSv1\nmode: none\nmax_age: 86400\n"u8, out var policy, out _));
        Assert.Equal(MtaStsMode.None, policy.Mode);
        Assert.False(StsPolicyParser.TryParse("version: STSv1\nmode: testing\nmax_age: 86400\n"u8, out _, out _));
    }

    [Fact]
    public void Nobody_binds_us_for_longer_than_a_year()
    {
        Assert.True(StsPolicyParser.TryParse("version: STSv1\nmode: none\nmax_age: 9999999999\n"u8, out var policy, out _));
        Assert.Equal(TimeSpan.FromSeconds(31_557_600), policy.MaxAge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>version: STSv1</html>")]
    [InlineData("version: STSv2\nmode: none\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: strict\nmx: a.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: -1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 99999999999\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: ٣\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: [192.0.2.1]\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: *\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.*.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a*.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test b.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\0\nmax_age: 1\n")]
    public void What_is_no_policy_is_none(string text) => Assert.False(StsPolicyParser.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void There_are_limits()
    {
        var many = string.Concat(Enumerable.Range(0, 201).Select(i => $"mx: m{i}.test\n"));
        Assert.False(StsPolicyParser.TryParse(Encoding.UTF8.GetBytes($"version: STSv1\nmode: enforce\nmax_age: 1\n{many}"), out _, out _));
        Assert.False(StsPolicyParser.TryParse(new byte[StsPolicyParser.MaxSize + 1], out _, out _));
    }

    [Theory]
    [InlineData("mail.example.test", "mail.example.test", true)]
    [InlineData("mail.example.test", "mx.mail.example.test", false)]
    [InlineData("*.example.test", "mail.example.test", true)]
    [InlineData("*.example.test", "a.mail.example.test", false)]
    [InlineData("*.example.test", "example.test", false)]
    [InlineData("*.example.test", ".example.test", false)]
    [InlineData("*.example.test", "mailexample.test", false)]
    [InlineData("*.xn--bcher-kva.test", "mx.xn--bcher-kva.test", true)]
    public void A_wildcard_is_one_label(string pattern, string host, bool allows) =>
        Assert.Equal(allows, new StsPolicy(MtaStsMode.Enforce, TimeSpan.FromDays(1), [pattern]).Allows(host));

    [Fact]
    public void A_name_beyond_ASCII_is_taken_for_what_the_DNS_has()
    {
        Assert.True(StsPolicyParser.TryParse("version: STSv1\nmode: enforce\nmx: *.bücher.test\nmax_age: 1\n"u8, out var policy, out _));
        Assert.True(policy.Allows("mx.xn--bcher-kva.test"));
    }

    [Theory]
    [InlineData("v=STSv1; id=20160831085700Z;", "20160831085700Z")]
    [InlineData("v=STSv1;id=1", "1")]
    [InlineData("v=STSv1 ; x=y; id=a1 ;", "a1")]
    [InlineData("v=STSv1; id=", null)]
    [InlineData("v=STSv1; id=a-b", null)]
    [InlineData("v=STSv1; id=012345678901234567890123456789012", null)]
    [InlineData("v=STSv1", null)]
    [InlineData("v=STSv10; id=1", null)]
    [InlineData("V=STSv1; id=1", null)]
    [InlineData("v=spf1 -all", null)]
    public void The_record_has_an_id(string text, string? id)
    {
        StsRecord.TryReadId([new DnsRecord.Text("v=spf1 -all"), new DnsRecord.Text(text)], out var read);
        Assert.Equal(id, read);
    }

    [Fact]
    public void Two_records_are_none() =>
        Assert.False(StsRecord.TryReadId([new DnsRecord.Text("v=STSv1; id=1"), new DnsRecord.Text("v=STSv1; id=1")], out _));
}
