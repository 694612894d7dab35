using Mail.Core;

namespace Mail.Dns.Tests;

public class DnsZoneTests
{
    /// <summary>RFC 7505 §3: the host of a null MX is the root, which has no letters.</summary>
    [Theory]
    [InlineData("0 .")]
    [InlineData("0 ")]
    [InlineData("0")]
    public async Task An_MX_without_a_host_is_a_null_MX(string record)
    {
        var zone = DnsZone.Parse("{\"nomail.test\": {\"MX\": [\"" + record + "\"]}, \"other.test\": {\"A\": [\"192.0.2.1\"]}}");

        var answer = await new ZoneResolver(zone).QueryAsync(new DnsQuestion("nomail.test", DnsType.Mx), TestContext.Current.CancellationToken);

        Assert.Equal(new DnsRecord.MailExchange(0, ""), Assert.Single(answer.Records));
        Assert.NotNull(zone.Find("other.test"));
    }

    [Theory]
    [InlineData("mx.test")]
    [InlineData("")]
    [InlineData("ten mx.test")]
    public void A_record_that_is_none_is_told_with_its_name(string record)
    {
        var e = Assert.Throws<FormatException>(() => DnsZone.Parse("{\"bad.test\": {\"MX\": [\"" + record + "\"]}}"));

        Assert.StartsWith("bad.test: ", e.Message, StringComparison.Ordinal);
    }
}
