using Mail.Core;

namespace Mail.Authentication.Tests.Reports;

/// <summary>The report that <c>testdata/reports/golden.xml</c> is.</summary>
internal static class SomeReport
{
    public static DmarcFinding Good { get; } = new()
    {
        Source = "192.0.2.1",
        HeaderFrom = "news.shop.test",
        EnvelopeFrom = "bounce.shop.test",
        DkimAligned = true,
        Dkim = [new DmarcDkim("news.shop.test", "s1", "pass"), new DmarcDkim("list.test", null, "permerror")],
        Spf = new DmarcSpf("bounce.shop.test", IsHelo: false, "softfail"),
    };

    public static DmarcFinding Forged { get; } = new()
    {
        Source = "2001:db8::1",
        HeaderFrom = "shop.test",
        Disposition = DmarcPolicy.Quarantine,
        Override = "local_policy",
        Spf = new DmarcSpf("mx.elsewhere.test", IsHelo: true, "none"),
    };

    public static DmarcReport Golden { get; } = DmarcReport.Of(
        new DmarcDay(
            new DateOnly(2026, 1, 2),
            new DmarcPublication("shop.test")
            {
                Policy = DmarcPolicy.Reject,
                SubdomainPolicy = DmarcPolicy.Quarantine,
                IsStrictDkim = true,
                Percent = 50,
                FailureOptions = "1:d",
            },
            [new DmarcTally(Good, 12), new DmarcTally(Forged, 1)],
            Uncounted: 7),
        MailAddress.Parse("noreply-dmarc@example.test"));

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "testdata", "reports", name);
}
