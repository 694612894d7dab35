using System.Net;

namespace Mail.Authentication.Tests.Spf;

public class MacroTests
{
    /// <summary>The sender, the domain and the client of RFC 7208 §7.4.</summary>
    private static readonly SpfMacroValues Example = new()
    {
        Client = IPAddress.Parse("192.0.2.3"),
        LocalPart = "strong-bad",
        SenderDomain = "email.example.com",
        Domain = "email.example.com",
        Helo = "mx.example.org",
        Receiver = "mx.receiver.test",
        Now = SpfRun.Noon,
        ValidatedName = "mx.example.org",
    };

    [Theory]
    [InlineData("%{s}", "strong-bad@email.example.com")]
    [InlineData("%{o}", "email.example.com")]
    [InlineData("%{d}", "email.example.com")]
    [InlineData("%{d4}", "email.example.com")]
    [InlineData("%{d3}", "email.example.com")]
    [InlineData("%{d2}", "example.com")]
    [InlineData("%{d1}", "com")]
    [InlineData("%{dr}", "com.example.email")]
    [InlineData("%{d2r}", "example.email")]
    [InlineData("%{l}", "strong-bad")]
    [InlineData("%{l-}", "strong.bad")]
    [InlineData("%{lr}", "strong-bad")]
    [InlineData("%{lr-}", "bad.strong")]
    [InlineData("%{l1r-}", "strong")]
    [InlineData("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com")]
    [InlineData("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com")]
    [InlineData("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net")]
    [InlineData("%%.%_.%-.%{h}", "%. .%20.mx.example.org")]
    [InlineData("%{p}.%{D}", "mx.example.org.email.example.com")]
    public void Each_example_of_the_RFC_comes_out_as_it_says(string text, string expected)
    {
        var parsed = SpfMacroString.ParseDomain(text);

        Assert.NotNull(parsed);
        Assert.Equal(expected, Example.Expand(parsed));
    }

    [Fact]
    public void An_IPv6_address_becomes_nibbles()
    {
        var parsed = SpfMacroString.ParseDomain("%{ir}.%{v}._spf.%{d2}")!;

        Assert.Equal(
            "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf.example.com",
            (Example with { Client = IPAddress.Parse("2001:db8::cb01") }).Expand(parsed));
    }

    [Fact]
    public void A_capital_letter_escapes_as_in_a_URL()
    {
        var parsed = SpfMacroString.Parse("http://x.test/why?s=%{S}&t=%{t}&c=%{c}&r=%{r}", SpfMacroString.AnyLetters, mayHaveSpaces: true)!;

        Assert.Equal(
            "http://x.test/why?s=a%26b%2B~%40email.example.com&t=1767355200&c=192.0.2.3&r=mx.receiver.test",
            (Example with { LocalPart = "a&b+~" }).Expand(parsed));
    }

    [Theory]
    [InlineData("%{x}.test")]
    [InlineData("%{d0}.test")]
    [InlineData("%{d1000}.test")]
    [InlineData("%{d.test")]
    [InlineData("%d.test")]
    [InlineData("a%")]
    [InlineData("%{c}.test")]
    [InlineData("")]
    [InlineData("test")]
    [InlineData("a.1")]
    [InlineData("a.-b")]
    [InlineData("a.b-")]
    [InlineData("%{d}test")]
    [InlineData("a b.test")]
    [InlineData("ä.test")]
    public void What_is_no_domain_spec_is_refused(string text) => Assert.Null(SpfMacroString.ParseDomain(text));

    [Theory]
    [InlineData("%{d}")]
    [InlineData("a.%{d2r.-+,/_=}")]
    [InlineData("a/b.test.")]
    [InlineData("a.x1-2")]
    [InlineData("%{l}.a.b%%")]
    public void What_is_one_is_taken(string text) => Assert.NotNull(SpfMacroString.ParseDomain(text));

    [Fact]
    public void Macros_do_not_fill_the_memory()
    {
        var parsed = SpfMacroString.Parse(string.Concat(Enumerable.Repeat("%{s}", 16_000)), SpfMacroString.AnyLetters, mayHaveSpaces: false)!;

        Assert.Null((Example with { LocalPart = new string('x', 64) }).Expand(parsed));
    }
}
