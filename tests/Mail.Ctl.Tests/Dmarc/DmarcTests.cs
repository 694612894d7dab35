using Mail.Core;

namespace Mail.Ctl.Tests;

public class DmarcTests
{
    private readonly CtlWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_are_added_up_by_domain()
    {
        await FillAsync();

        var run = (await _world.RunAsync("dmarc list")).Succeeded();
        Assert.Equal("example.test\t130\t117\t13\t3\tpeer.test, google.test\nshop.test\t1\t0\t1\t1\tpeer.test\n", run.Out);
        Assert.Equal("shop.test\t1\t0\t1\t1\tpeer.test\n", (await _world.RunAsync("dmarc list shop.test")).Succeeded().Out);
        Assert.Equal("", (await _world.RunAsync("dmarc list other.test")).Succeeded().Out);
        Assert.Equal(2, (await _world.RunAsync("dmarc list --json")).Succeeded().Json.GetArrayLength());
    }

    [Fact]
    public async Task Who_sends_in_our_name_is_said_in_words()
    {
        await FillAsync();

        var lines = (await _world.RunAsync("dmarc show example.test")).Succeeded().Out.Split('\n');
        Assert.Equal(
            [
                "example.test: since 2025-12-26 130 messages in its name were reported by 2 servers; 117 passed, 13 failed.",
                "12 messages from 192.0.2.7 claimed to be you and failed: 10 refused, 2 filed as spam (seen by google.test, peer.test).",
                "1 message from 2001:db8::7 claimed to be you and failed: 1 let through (seen by google.test).",
                "192.0.2.7\texample.test\t10\tfail\tfail\tfail\treject\tpeer.test",
                "192.0.2.7\texample.test\t2\tfail\tfail\tfail\tquarantine (local_policy)\tgoogle.test",
                "2001:db8::7\tnews.example.test\t1\tfail\tfail\tfail\tnone\tgoogle.test",
                "192.0.2.1\texample.test\t117\tpass\tpass\tfail\tnone\tgoogle.test, peer.test",
                "",
            ],
            lines);
    }

    [Fact]
    public async Task Scripts_get_the_same()
    {
        await FillAsync();

        var run = (await _world.RunAsync("dmarc show example.test --json")).Succeeded();
        Assert.Equal(
            "[domain since messages passed failed reporters([reporter organization reports messages passed failed]) "
                + "sources([source headerFrom messages passed dkim spf disposition override reporters])]",
            run.Shape);
        Assert.Equal(13, run.Json[0].GetProperty("failed").GetInt64());
    }

    [Fact]
    public async Task Days_are_counted_back()
    {
        await FillAsync();

        Assert.StartsWith("example.test\t10\t", (await _world.RunAsync("dmarc list example.test --days 1")).Succeeded().Out, StringComparison.Ordinal);
        (await _world.RunAsync("dmarc list --days 0")).Misused("--days is a number");
        Assert.Contains("No reports", (await _world.RunAsync("dmarc show other.test")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_lead_nowhere_are_found()
    {
        var world = CtlWorld.WithAlice();
        world.Storage.Settings.Set("dmarc-report-address", "dmarc@example.test");
        world.Storage.Settings.Set("dmarc-report-sender", "noreply@elsewhere.test");
        var found = (await world.RunAsync("check")).Out;
        Assert.Contains("no enabled account dmarc@example.test", found, StringComparison.Ordinal);
        Assert.Contains("elsewhere.test is none of our domains", found, StringComparison.Ordinal);

        world.Storage.Settings.Set("dmarc-report-address", "alice@example.test");
        world.Storage.Settings.Set("dmarc-report-sender", "noreply@example.test");
        found = (await world.RunAsync("check")).Out;
        Assert.DoesNotContain("dmarc-report-address", found, StringComparison.Ordinal);
        Assert.Contains("example.test has no active signing key", found, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        var forged = new DmarcSource("192.0.2.7", "example.test", DkimAligned: false, SpfAligned: false, DmarcPolicy.Reject, null, 10);
        var own = new DmarcSource("192.0.2.1", "example.test", DkimAligned: true, SpfAligned: false, DmarcPolicy.None, null, 100);
        await AddAsync("example.test", "peer.test", -1, [forged]);
        await AddAsync("example.test", "peer.test", -3, [own]);
        await AddAsync(
            "example.test",
            "google.test",
            -3,
            [
                own with { Count = 17 }, forged with { Count = 2, Disposition = DmarcPolicy.Quarantine, Override = "local_policy" },
                new DmarcSource("2001:db8::7", "news.example.test", DkimAligned: false, SpfAligned: false, DmarcPolicy.None, null, 1),
            ]);
        await AddAsync("shop.test", "peer.test", -2, [forged with { Count = 1 }]);
        // Longer ago than anybody asks.
        await AddAsync("shop.test", "peer.test", -20, [forged]);
    }

    private async Task AddAsync(string domain, string reporter, int day, IReadOnlyList<DmarcSource> sources)
    {
        var begin = new DateTimeOffset(CtlWorld.Noon.Date, TimeSpan.Zero).AddDays(day);
        var summary = new DmarcSummary
        {
            Domain = domain,
            Reporter = reporter,
            Organization = "Peer",
            ReportId = "1",
            Begin = begin,
            End = begin.AddDays(1).AddSeconds(-1),
            ReceivedAt = begin.AddDays(1),
            DeliveryId = "x",
            Messages = sources.Sum(source => source.Count),
            Passed = sources.Where(source => source.Passed).Sum(source => source.Count),
            Sources = sources,
        };
        Assert.Equal(DmarcAdding.Added, await _world.Storage.DmarcSummaries.TryAddAsync(summary, Token));
    }
}
