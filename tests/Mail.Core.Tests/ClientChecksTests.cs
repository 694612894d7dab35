using System.Net;
using CsCheck;

namespace Mail.Core.Tests;

public class ClientChecksTests
{
    [Fact]
    public void Checks_are_one_line()
    {
        var text = ClientChecks.Format(
        [
            new ClientCheck("rdns", CheckOutcome.Pass, "mail.example.net"),
            new ClientCheck("helo", CheckOutcome.Pass),
            new ClientCheck("dnsbl", CheckOutcome.Fail, "3,zen.example"),
            new ClientCheck("sender", CheckOutcome.Unavailable),
        ]);

        Assert.Equal("1 rdns=pass:mail.example.net helo=pass dnsbl=fail:3,zen.example sender=unavailable", text);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var detail = Gen.Char['!', '~'].Array[0, 40].Select(characters => new string(characters));
        Gen.Select(Gen.Bool.Select(first => first ? "rdns" : "helo"), Gen.Enum<CheckOutcome>(), detail).Select((name, outcome, text) => new ClientCheck(name, outcome, text)).Array[0, 6]
            .Sample(checks =>
            {
                Assert.True(ClientChecks.TryParse(ClientChecks.Format(checks), out var read));
                Assert.Equal(checks, read);
            });
    }

    [Fact]
    public void A_detail_cannot_forge_a_check()
    {
        var text = ClientChecks.Format([new ClientCheck("rdns", CheckOutcome.Fail, "x dnsbl=pass\r\n" + new string('y', 5000))]);

        Assert.True(ClientChecks.TryParse(text, out var checks));
        Assert.Equal(CheckOutcome.Fail, Assert.Single(checks).Outcome);
        Assert.InRange(text.Length, 1, 400);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2 rdns=pass")]
    [InlineData("1 rdns")]
    [InlineData("1 rdns=maybe")]
    [InlineData("1 =pass")]
    [InlineData("1  rdns=pass")]
    public void Another_version_and_other_text_are_not_read(string? text) => Assert.False(ClientChecks.TryParse(text, out _));

    [Theory]
    [InlineData("zen.example*2, List.example=127.0.0.[2..4]*1 wl.example*-3", "zen.example*2, list.example=127.0.0.[2..4], wl.example*-3")]
    [InlineData("a.example=127.0.[0;2..3].[0..255]", "a.example=127.0.[0;2..3].[0..255]")]
    [InlineData("none", "none")]
    public void Lists_are_written_as_for_Postfix(string text, string shown)
    {
        Assert.True(DnsListSites.TryParse(text, out var sites));
        Assert.Equal(shown, sites.ToString());
        Assert.True(DnsListSites.TryParse(shown, out var again));
        Assert.Equal(sites, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("zen")]
    [InlineData("zen.example*")]
    [InlineData("zen.example*2*3")]
    [InlineData("zen.example*1.5")]
    [InlineData("zen.example*1001")]
    [InlineData("zen.example=")]
    [InlineData("zen.example=127.0.0")]
    [InlineData("zen.example=127.0.0.2.3")]
    [InlineData("zen.example=127.0.0.256")]
    [InlineData("zen.example=127.0.0.[4..2]")]
    [InlineData("zen.example=127.0.0.[2")]
    [InlineData("zen.example=127.0.0.[]")]
    [InlineData("zen.example=127.0.0.[2]x")]
    [InlineData("[192.0.2.1]")]
    [InlineData("-x.example")]
    public void What_is_no_list_is_refused(string text) => Assert.False(DnsListSites.TryParse(text, out _));

    [Theory]
    [InlineData("l.example", "127.0.0.2", true)]
    [InlineData("l.example", "127.255.255.254", false)]
    [InlineData("l.example", "198.51.100.7", false)]
    [InlineData("l.example=127.0.0.[2..4]", "127.0.0.3", true)]
    [InlineData("l.example=127.0.0.[2..4]", "127.0.0.5", false)]
    [InlineData("l.example=127.0.0.[2;9]", "127.0.0.9", true)]
    [InlineData("l.example=127.0.0.2", "127.0.0.3", false)]
    public void A_listing_counts_when_its_address_does(string site, string answer, bool counts)
    {
        Assert.True(DnsListSites.TryParse(site, out var sites));
        Assert.Equal(counts, sites.All[0].Counts(IPAddress.Parse(answer)));
    }
}
