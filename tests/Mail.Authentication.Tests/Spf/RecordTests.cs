namespace Mail.Authentication.Tests.Spf;

/// <summary>What a record may look like: RFC 7208 §4.5, §4.6, §12.</summary>
public class RecordTests
{
    [Theory]
    [InlineData("v=spf1", true)]
    [InlineData("V=SPF1 -all", true)]
    [InlineData("v=spf10", false)]
    [InlineData("v=spf1\t-all", false)]
    [InlineData(" v=spf1 -all", false)]
    [InlineData("spf2.0/pra -all", false)]
    public void The_version_decides_whether_it_is_one(string text, bool isSpf) => Assert.Equal(isSpf, SpfRecord.IsSpf(text));

    [Theory]
    [InlineData("all a mx ptr a/24 a//64 a/24//64 mx/0 mx//0 a:x.test/24 ?a:x.test//64 ~mx:x.test/1//2 -ptr:x.test")]
    [InlineData("ip4:192.0.2.1 ip4:192.0.2.0/24 ip6:::1 ip6:2001:db8::/32 ip6:::1.2.3.4/128 IP4:0.0.0.0/0")]
    [InlineData("include:%{d} exists:%{ir}.x.test redirect=x.test exp=%{d}.x.test unknown=%{s}/%{c}%% moo.cow-far_out=man:dog/cat")]
    [InlineData("  all   mx  ")]
    [InlineData("")]
    public void A_good_record_is_read(string terms) => Assert.NotNull(SpfRecord.Parse("v=spf1 " + terms, out _));

    [Theory]
    [InlineData("all/8")]
    [InlineData("all:x.test")]
    [InlineData("all.")]
    [InlineData("a:")]
    [InlineData("a:/24")]
    [InlineData("a/33")]
    [InlineData("a/024")]
    [InlineData("a//129")]
    [InlineData("a/")]
    [InlineData("a/-1")]
    [InlineData("a/24/24")]
    [InlineData("a:x.test:8080")]
    [InlineData("mx:")]
    [InlineData("ptr/24")]
    [InlineData("ptr:")]
    [InlineData("include")]
    [InlineData("include:")]
    [InlineData("include:x.test/24")]
    [InlineData("exists:")]
    [InlineData("exists:x.test/24")]
    [InlineData("ip4")]
    [InlineData("ip4:")]
    [InlineData("ip4:1.2.3")]
    [InlineData("ip4:1.2.3.04")]
    [InlineData("ip4:1.2.3.256")]
    [InlineData("ip4:1.2.3.4.5")]
    [InlineData("ip4:1.2.3.4.")]
    [InlineData("ip4:0x1.2.3.4")]
    [InlineData("ip4:1.2.3.4/33")]
    [InlineData("ip4:1.2.3.4//24")]
    [InlineData("ip4:::1")]
    [InlineData("ip6:1.2.3.4")]
    [InlineData("ip6:::1%1")]
    [InlineData("ip6:[::1]")]
    [InlineData("ip6:::1/129")]
    [InlineData("ip6:::1::2")]
    [InlineData("redirect=")]
    [InlineData("redirect=x.test redirect=x.test")]
    [InlineData("exp=x.test exp=x.test")]
    [InlineData("exp=")]
    [InlineData("unknown=%{x}")]
    [InlineData("unknown=%a")]
    [InlineData("nonsense")]
    [InlineData("1all")]
    [InlineData("--all")]
    [InlineData("mx,all")]
    [InlineData("a\tmx")]
    [InlineData("all \u00a0")]
    public void A_bad_one_is_refused_also_behind_what_decides(string terms)
    {
        Assert.Null(SpfRecord.Parse("v=spf1 +all " + terms, out var problem));
        Assert.Contains("cannot be read", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_record_of_nearly_matching_terms_is_read_in_no_time()
    {
        var hostile = "v=spf1 a:" + string.Concat(Enumerable.Repeat("/1//1", 12_000)) + "x " + new string('a', 60_000) + "=" + new string('-', 60_000);

        Assert.Null(SpfRecord.Parse(hostile, out _));
    }
}
