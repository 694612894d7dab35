using System.Net;
using System.Text;
using Mail.Core;

namespace Mail.Authentication.Tests.Fields;

/// <summary>RFC 8601, RFC 7208 §9.1.</summary>
public class FieldTests
{
    private static readonly AuthenticationRequest Request = new()
    {
        ClientAddress = IPAddress.Parse("2001:db8::1"),
        Helo = "mail.shop.test",
        ReversePath = "news@shop.test",
        HostName = "mx.here.test",
    };

    private static readonly AuthenticationVerdict Verdict = new()
    {
        Spf = new SpfVerdict(AuthenticationResult.Pass, "shop.test") { Mechanism = "mx" },
        SpfHelo = new SpfVerdict(AuthenticationResult.None, "mail.shop.test"),
        IpRev = new IpRevVerdict(AuthenticationResult.Pass, "mail.shop.test"),
        Dkim =
        [
            new DkimVerdict(AuthenticationResult.Pass) { Domain = "shop.test", Selector = "s1", SignatureStart = "abcd1234" },
            new DkimVerdict(AuthenticationResult.Fail) { Domain = "list.test", Selector = "s2", SignatureStart = "efgh5678", Reason = "the body has changed" },
        ],
        Arc = new ArcVerdict(AuthenticationResult.None),
        Dmarc = new DmarcVerdict(AuthenticationResult.Pass) { Domain = "shop.test", Policy = DmarcPolicy.Reject },
    };

    [Fact]
    public void Each_method_says_its_result() => Assert.Equal(
        "Authentication-Results: mx.here.test;\r\n\tspf=pass smtp.mailfrom=shop.test;\r\n\tspf=none smtp.helo=mail.shop.test;\r\n"
        + "\tdkim=pass header.d=shop.test header.s=s1 header.b=abcd1234;\r\n"
        + "\tdkim=fail reason=\"the body has changed\" header.d=list.test header.s=s2 header.b=efgh5678;\r\n\tarc=none;\r\n"
        + "\tdmarc=pass (p=reject dis=none) header.from=shop.test;\r\n\tiprev=pass policy.iprev=\"2001:db8::1\"\r\n",
        AuthenticationResultsField.Write(Verdict, Request, "mx.here.test"));

    [Fact]
    public void A_bounce_is_known_by_its_helo()
    {
        var field = AuthenticationResultsField.Write(Verdict with { Spf = Verdict.SpfHelo, Dkim = [] }, Request with { ReversePath = "" }, "mx.here.test");

        Assert.StartsWith("Authentication-Results: mx.here.test;\r\n\tspf=none smtp.helo=mail.shop.test;\r\n\tdkim=none;\r\n\tarc=none;", field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.test; dmarc=pass")]
    [InlineData("a.test\r\nX-Evil: 1")]
    [InlineData("a\"; dkim=pass")]
    [InlineData("a\\")]
    [InlineData("(a")]
    [InlineData("ü\u2028\0")]
    public void What_a_stranger_chose_is_one_value(string domain)
    {
        var verdict = Verdict with { Spf = new SpfVerdict(AuthenticationResult.Fail, domain), Dkim = [], Dmarc = new DmarcVerdict(AuthenticationResult.Fail) };

        var field = AuthenticationResultsField.Write(verdict, Request, "mx.here.test");

        // Every line but the first goes on from it, and nobody passes whom we have not passed.
        Assert.All(field.TrimEnd().Split("\r\n")[1..], line => Assert.StartsWith("\t", line, StringComparison.Ordinal));
        Assert.Equal(-1, field.AsSpan().IndexOfAnyExceptInRange(' ', '~') is var at && at >= 0 && field[at] is not ('\r' or '\n' or '\t') ? at : -1);
        Assert.False(ResultsReader.SaysPass(field["Authentication-Results:".Length..], "dmarc", "header.from", "a.test"));
        Assert.Equal("mx.here.test", ResultsReader.AuthservId(field["Authentication-Results:".Length..]));
        Assert.Single(HeaderBlock.Read(new MemoryStream(Encoding.UTF8.GetBytes(field)))!.Fields);
    }

    [Theory]
    [InlineData("mx.here.test; spf=pass", true)]
    [InlineData("MX.Here.Test ; none", true)]
    [InlineData("mx.here.test. 1; spf=pass", true)]
    [InlineData("(a (nested) comment) mx.here.test 1; spf=pass", true)]
    [InlineData("\r\n\t(;)\"mx.here.test\"; spf=pass", true)]
    [InlineData("\"mx.here\\.test\"; spf=pass", true)]
    [InlineData("mx.here.test", true)]
    [InlineData("", true)]
    [InlineData("(never ends", true)]
    [InlineData("\"never ends", true)]
    [InlineData("mx.elsewhere.test; spf=pass", false)]
    [InlineData("notmx.here.test; spf=pass", false)]
    [InlineData("mx.elsewhere.test; spf=pass (mx.here.test)", false)]
    public void A_field_that_claims_to_be_ours_is_forged(string value, bool isForged)
    {
        var header = HeaderBlock.Read(new MemoryStream(Encoding.ASCII.GetBytes($"Subject: s\r\nauthentication-RESULTS: {value}\r\n\r\n")))!;

        Assert.Equal(isForged ? 1 : 0, AuthenticationResultsField.FindForged(header, "mx.here.test", "old.here.test").Count);
    }

    [Fact]
    public void A_comment_of_any_depth_is_read_in_no_time() => Assert.Null(ResultsReader.AuthservId(new string('(', 1_000_000)));

    [Fact]
    public void Received_SPF_says_what_was_asked()
    {
        Assert.Equal(
            "Received-SPF: pass\r\n\treceiver=mx.here.test;\r\n\tidentity=mailfrom;\r\n\tclient-ip=\"2001:db8::1\";\r\n\tenvelope-from=news@shop.test;\r\n"
            + "\thelo=mail.shop.test;\r\n\tmechanism=mx\r\n",
            ReceivedSpfField.Write(Verdict, Request));
        Assert.Null(ReceivedSpfField.Write(Verdict, Request with { ClientAddress = null }));
    }

    [Fact]
    public void Nothing_of_a_stranger_ends_its_line()
    {
        var field = ReceivedSpfField.Write(
            Verdict with { Spf = new SpfVerdict(AuthenticationResult.PermError, "a.test") { Problem = "the term 'x\r\nEvil: 1' cannot be read" } },
            Request with { Helo = new string('"', 2000), ReversePath = "\"a\r\nEvil: 1\"@shop.test" });

        Assert.All(field!.TrimEnd().Split("\r\n"), line => Assert.InRange(line.Length, 1, 998));
        Assert.Single(HeaderBlock.Read(new MemoryStream(Encoding.UTF8.GetBytes(field)))!.Fields);
    }
}
