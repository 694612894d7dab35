namespace Mail.Core.Tests;

public class MailAddressTests
{
    [Theory]
    [InlineData("alice@example.test", "alice", "example.test")]
    [InlineData("Alice.B@Example.TEST", "Alice.B", "example.test")]
    [InlineData("\"john doe\"@example.test", "john doe", "example.test")]
    [InlineData("\"a@b\"@example.test", "a@b", "example.test")]
    [InlineData("\"q\\\"uote\\\\\"@example.test", "q\"uote\\", "example.test")]
    [InlineData("\"plain\"@example.test", "plain", "example.test")]
    [InlineData("a/b=c+d@example.test", "a/b=c+d", "example.test")]
    [InlineData("x@[192.0.2.1]", "x", "[192.0.2.1]")]
    [InlineData("x@[ipv6:2001:DB8:0::1]", "x", "[IPv6:2001:db8::1]")]
    [InlineData("用户@example.test", "用户", "example.test")]
    [InlineData("info@BÜCHER.example", "info", "xn--bcher-kva.example")]
    [InlineData("info@例え。テスト", "info", "xn--r8jz45g.xn--zckzah")]
    [InlineData("x@under_score.test", "x", "under_score.test")]
    [InlineData("x@localhost", "x", "localhost")]
    public void Reads(string text, string localPart, string domain)
    {
        var address = MailAddress.Parse(text);
        Assert.Equal(localPart, address.LocalPart);
        Assert.Equal(domain, address.Domain);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("@example.test")]
    [InlineData("alice@")]
    [InlineData("alice @example.test")]
    [InlineData("alice@ example.test")]
    [InlineData(".alice@example.test")]
    [InlineData("alice.@example.test")]
    [InlineData("a..b@example.test")]
    [InlineData("a@b@example.test")]
    [InlineData("<alice@example.test>")]
    [InlineData("\"\"@example.test")]
    [InlineData("\"open@example.test")]
    [InlineData("\"a\"b@example.test")]
    [InlineData("\"trailing\\")]
    [InlineData("a\r\nRCPT TO:<b@c>@example.test")]
    [InlineData("\"a\r\nb\"@example.test")]
    [InlineData("\"a\0b\"@example.test")]
    [InlineData("\"a\u2028b\"@example.test")]
    [InlineData("\"a\u2029b\"@example.test")]
    [InlineData("\"a\u0085b\"@example.test")]
    [InlineData("a\u2028b@example.test")]
    [InlineData("a\u0085b@example.test")]
    [InlineData("a\u00a0b@example.test")]
    [InlineData("a@example..test")]
    [InlineData("a@.example.test")]
    [InlineData("a@example.test.")]
    [InlineData("a@-example.test")]
    [InlineData("a@example-.test")]
    [InlineData("a@exa mple.test")]
    [InlineData("a@example.test,b@example.test")]
    [InlineData("a@[192.0.2.1")]
    [InlineData("a@[192.0.2]")]
    [InlineData("a@[0300.0.2.1]")]
    [InlineData("a@[3221225985]")]
    [InlineData("a@[IPv6:192.0.2.1]")]
    [InlineData("a@[IPv6:fe80::1%eth0]")]
    [InlineData("a@[2001:db8::1]")]
    [InlineData("a@[tag:anything]")]
    public void Refuses(string text)
    {
        Assert.False(MailAddressParser.TryParse(text, out var address, out var error));
        Assert.Null(address);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_local_part_has_64_octets(int length, bool good) =>
        Assert.Equal(good, MailAddressParser.TryParse(new string('a', length) + "@example.test", out _, out _));

    [Fact]
    public void Octets_count_not_characters() =>
        Assert.False(MailAddressParser.TryParse(new string('用', 22) + "@example.test", out _, out _));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_63_octets(int length, bool good) =>
        Assert.Equal(good, MailAddressParser.TryParse("a@" + new string('b', length) + ".test", out _, out _));

    [Fact]
    public void An_address_has_254_octets()
    {
        var label = new string('b', 60);
        var domain = string.Join('.', label, label, label, "bbbbbb");
        Assert.True(MailAddressParser.TryParse(new string('a', 64) + "@" + domain[..189], out _, out _));
        Assert.False(MailAddressParser.TryParse(new string('a', 64) + "@" + domain + "b", out _, out _));
    }

    [Theory]
    [InlineData("alice@example.test")]
    [InlineData("\"john doe\"@example.test")]
    [InlineData("\"q\\\"uote\\\\\"@example.test")]
    [InlineData("\".dot\"@example.test")]
    [InlineData("用户@example.test")]
    public void Writes_what_it_read(string text) => Assert.Equal(text, MailAddress.Parse(text).ToString());

    [Fact]
    public void Is_equal_ignoring_case_and_needless_quotes()
    {
        Assert.Equal(MailAddress.Parse("Alice@Example.test"), MailAddress.Parse("\"alice\"@example.TEST"));
        Assert.Equal(MailAddress.Parse("Alice@Example.test").GetHashCode(), MailAddress.Parse("alice@example.TEST").GetHashCode());
        Assert.NotEqual(MailAddress.Parse("alice@example.test"), MailAddress.Parse("alice@example.org"));
    }

    [Fact]
    public void Knows_when_it_needs_smtputf8()
    {
        Assert.True(MailAddress.Parse("用户@example.test").NeedsSmtpUtf8);
        Assert.False(MailAddress.Parse("info@bücher.example").NeedsSmtpUtf8);
    }

    [Fact]
    public void Any_local_part_survives_being_written_and_read() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.String[CsCheck.Gen.Char[' ', '~'], 1, 40],
            localPart =>
            {
                var address = MailAddress.Parse("x@example.test").WithLocalPart(localPart);
                return MailAddress.Parse(address.ToString()).LocalPart == localPart;
            });

    [Fact]
    public void Nothing_read_can_break_a_line() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.String[CsCheck.Gen.Char["\r\n\0\t \"\\@.<>aé"], 0, 20],
            text => !MailAddressParser.TryParse(text + "@example.test", out var address, out _)
                || address.ToString().AsSpan().IndexOfAny("\r\n\0") < 0);
}
