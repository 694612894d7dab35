using Mail.Core;

namespace Mail.Authentication.Tests.Dmarc;

/// <summary>RFC 7489 §6.3, §6.6.3.</summary>
public class DmarcRecordTests
{
    [Theory]
    [InlineData("v=DMARC1; p=none", true)]
    [InlineData("v=DMARC1", true)]
    [InlineData("v = DMARC1 ;p=none", true)]
    [InlineData("V=DMARC1; p=none", false)]
    [InlineData("v=dmarc1; p=none", false)]
    [InlineData("v=DMARC10; p=none", false)]
    [InlineData("p=none; v=DMARC1", false)]
    [InlineData("v=spf1 -all", false)]
    [InlineData("", false)]
    public void The_version_comes_first(string text, bool isDmarc) => Assert.Equal(isDmarc, DmarcRecord.IsDmarc(text));

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var record = DmarcRecord.Parse("v=DMARC1; p=reject");

        Assert.NotNull(record);
        Assert.Equal((DmarcPolicy.Reject, DmarcPolicy.Reject, DmarcPolicy.Reject), (record.Policy, record.SubdomainPolicy, record.NonexistentPolicy));
        Assert.Equal((false, false, 100, 0), (record.IsStrictDkim, record.IsStrictSpf, record.Percent, record.ReportUris.Count));
    }

    [Fact]
    public void Every_tag_is_read()
    {
        var record = DmarcRecord.Parse(
            "v=DMARC1; p=Reject; sp=quarantine; np=none; adkim=s; aspf=S; pct=20; fo=1:d; rf=afrf; ri=3600; x=y; ruf=mailto:f@r.test; rua=mailto:a@r.test!10m, https://r.test, MAILTO:b@r.test;");

        Assert.NotNull(record);
        Assert.Equal((DmarcPolicy.Reject, DmarcPolicy.Quarantine, DmarcPolicy.None), (record.Policy, record.SubdomainPolicy, record.NonexistentPolicy));
        Assert.Equal((true, true, 20), (record.IsStrictDkim, record.IsStrictSpf, record.Percent));
        Assert.Equal(["mailto:a@r.test!10m", "MAILTO:b@r.test"], record.ReportUris);
    }

    [Theory]
    [InlineData("pct=101")]
    [InlineData("pct=-1")]
    [InlineData("pct=many")]
    [InlineData("adkim=x; aspf=")]
    public void What_cannot_be_read_has_its_default_too(string tags)
    {
        var record = DmarcRecord.Parse("v=DMARC1; p=quarantine; " + tags);

        Assert.Equal((DmarcPolicy.Quarantine, 100, false, false), (record?.Policy, record?.Percent, record?.IsStrictDkim, record?.IsStrictSpf));
    }

    /// <summary>RFC 7489 §6.6.3 step 6.</summary>
    [Theory]
    [InlineData("v=DMARC1", false)]
    [InlineData("v=DMARC1; p=maybe", false)]
    [InlineData("v=DMARC1; p=reject; sp=maybe", false)]
    [InlineData("v=DMARC1; p=reject; p=none", false)]
    [InlineData("v=DMARC1; rua=https://r.test", false)]
    [InlineData("v=DMARC1; rua=mailto:a@r.test", true)]
    [InlineData("v=DMARC1; p=maybe; rua=mailto:a@r.test", true)]
    [InlineData("v=DMARC1; p=reject; sp=maybe; rua=mailto:a@r.test", true)]
    public void Without_a_policy_it_only_asks_for_reports(string text, bool isRecord) =>
        Assert.Equal(isRecord ? DmarcPolicy.None : null, DmarcRecord.Parse(text)?.Policy);
}
