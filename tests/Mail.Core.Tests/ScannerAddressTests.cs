namespace Mail.Core.Tests;

public class ScannerAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:3310", "127.0.0.1:3310")]
    [InlineData(" clamav.internal:3310 ", "clamav.internal:3310")]
    [InlineData("[::1]:3310", "[::1]:3310")]
    [InlineData("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl")]
    [InlineData("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl")]
    public void An_address_reads_back_as_it_is_shown(string text, string shown)
    {
        Assert.True(ScannerAddress.TryParse(text, out var address));
        Assert.Equal(shown, address.ToString());
        Assert.True(ScannerAddress.TryParse(shown, out var again));
        Assert.Equal(address, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData(":3310")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("::1:3310")]
    [InlineData("http://host:80")]
    [InlineData("a b:1")]
    [InlineData("relative/path")]
    [InlineData("/")]
    [InlineData("/a\nb")]
    public void What_is_no_address_is_refused(string text) => Assert.False(ScannerAddress.TryParse(text, out _));

    [Theory]
    [InlineData("http://127.0.0.1:11333", true)]
    [InlineData("https://rspamd.internal/", true)]
    [InlineData("http://user:pw@host", false)]
    [InlineData("http://host/path", false)]
    [InlineData("http://host/?q", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("unix:/run/rspamd.sock", false)]
    [InlineData("host:11333", false)]
    public void Rspamds_address_is_a_url_and_nothing_more(string text, bool isGood) => Assert.Equal(isGood, RspamdAddress.TryParse(text, out _));

    [Theory]
    [InlineData("a\r\nb\u202ec", "a??b?c")]
    [InlineData("grün 文 😀", "grün 文 😀")]
    public void Strangers_text_is_printable(string text, string clean) => Assert.Equal(clean, ScanText.Clean(text));

    [Fact]
    public void Long_text_is_cut() => Assert.Equal(new string('x', 120) + "…", ScanText.Clean(new string('x', 200)));
}
