namespace Mail.Core.Tests;

public class AccessPatternTests
{
    [Theory]
    [InlineData(AccessKind.Client, "192.0.2.1/32", "192.0.2.1")]
    [InlineData(AccessKind.Client, " 2001:DB8:0:0::1 ", "2001:db8::1")]
    [InlineData(AccessKind.Client, "::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData(AccessKind.Client, "0.0.0.0/0", "0.0.0.0/0")]
    [InlineData(AccessKind.Client, "2001:db8::/128", "2001:db8::")]
    [InlineData(AccessKind.ClientName, ".Dyn.ISP.test", ".dyn.isp.test")]
    [InlineData(AccessKind.ClientName, "bücher.test", "xn--bcher-kva.test")]
    [InlineData(AccessKind.Helo, "LOCALHOST", "localhost")]
    [InlineData(AccessKind.Helo, "[ipv6:2001:DB8::1]", "[IPv6:2001:db8::1]")]
    [InlineData(AccessKind.Sender, "News@Shop.TEST", "news@shop.test")]
    [InlineData(AccessKind.Sender, "Shop.TEST", "shop.test")]
    [InlineData(AccessKind.Sender, "News@", "news@")]
    [InlineData(AccessKind.Sender, "<>", "<>")]
    [InlineData(AccessKind.Sender, "shop.test FOR Alice@Example.test", "shop.test for alice@example.test")]
    [InlineData(AccessKind.Recipient, "@Example.TEST", "@example.test")]
    public void Is_read_into_one_form(AccessKind kind, string text, string canonical) =>
        Assert.Equal(canonical, AccessPattern.Parse(kind, text).ToString());

    [Theory]
    [InlineData(AccessKind.Client, "192.0.2.1/24")]
    [InlineData(AccessKind.Client, "192.0.2.0/33")]
    [InlineData(AccessKind.Client, "192.0.2.0/+24")]
    [InlineData(AccessKind.Client, "192.0.2")]
    [InlineData(AccessKind.Client, "3221225985")]
    [InlineData(AccessKind.Client, "fe80::1%eth0")]
    [InlineData(AccessKind.Client, "[::1]")]
    [InlineData(AccessKind.Client, "mail.example.com")]
    [InlineData(AccessKind.ClientName, "[192.0.2.1]")]
    [InlineData(AccessKind.ClientName, "..example.com")]
    [InlineData(AccessKind.ClientName, ".")]
    [InlineData(AccessKind.Helo, ".[192.0.2.1]")]
    [InlineData(AccessKind.Sender, "a@@b.test")]
    [InlineData(AccessKind.Sender, "@")]
    [InlineData(AccessKind.Sender, "a b@c.test")]
    [InlineData(AccessKind.Sender, "a@b.test for ")]
    [InlineData(AccessKind.Sender, "a@b.test for <>")]
    [InlineData(AccessKind.Recipient, "<>")]
    [InlineData(AccessKind.Recipient, "a@b.test for c@d.test")]
    [InlineData(AccessKind.Recipient, "")]
    public void What_is_none_is_refused_with_what_was_expected(AccessKind kind, string text)
    {
        Assert.False(AccessPattern.TryParse(kind, text, out _, out var error));
        Assert.StartsWith("expected ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_text_is_refused() => Assert.False(AccessPattern.TryParse(AccessKind.Sender, new string('a', 100_000), out _, out _));
}
