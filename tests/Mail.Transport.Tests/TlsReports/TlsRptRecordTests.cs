using Mail.Core;

namespace Mail.Transport.Tests;

public class TlsRptRecordTests
{
    [Theory]
    [InlineData("v=TLSRPTv1; rua=mailto:reports@peer.test", "mailto:reports@peer.test")]
    [InlineData("v=TLSRPTv1;rua=mailto:a@peer.test,https://reports.peer.test/v1/tlsrpt ;", "mailto:a@peer.test https://reports.peer.test/v1/tlsrpt")]
    [InlineData("v=TLSRPTv1; x=y; rua=http://peer.test/, ftp://peer.test, https://peer.test/", "https://peer.test/")]
    [InlineData("v=TLSRPTv1; rua=mailto:not an address", "")]
    [InlineData("v=TLSRPTv1; rua=mailto:a%0d%0aBcc:b@peer.test", "")]
    [InlineData("v=TLSRPTv1; rua=", "")]
    [InlineData("v=TLSRPTv1; rua=mailto:a@p.test,mailto:b@p.test,mailto:c@p.test,mailto:d@p.test,mailto:e@p.test", "mailto:a@p.test mailto:b@p.test mailto:c@p.test mailto:d@p.test")]
    [InlineData("v=TLSRPTv1", "")]
    [InlineData("v=TLSRPTv10; rua=mailto:a@peer.test", "")]
    [InlineData("v=spf1 -all", "")]
    public void The_record_says_where_reports_go(string text, string targets) =>
        Assert.Equal(targets, string.Join(' ', TlsRptRecord.Targets([new DnsRecord.Text("other"), new DnsRecord.Text(text)]).Select(target => target.OriginalString)));

    [Fact]
    public void Two_records_are_none() =>
        Assert.Empty(TlsRptRecord.Targets([new DnsRecord.Text("v=TLSRPTv1; rua=mailto:a@p.test"), new DnsRecord.Text("v=TLSRPTv1; rua=mailto:a@p.test")]));

    [Theory]
    [InlineData("mailto:a%2Bb@peer.test", "a+b@peer.test")]
    [InlineData("mailto:a@peer.test?subject=x&bcc=c@other.test", "a@peer.test")]
    [InlineData("https://a@peer.test/", null)]
    public void Of_a_mailto_the_address_counts_and_nothing_else(string target, string? address) =>
        Assert.Equal(address, TlsRptRecord.AddressOf(new Uri(target))?.ToString());
}
