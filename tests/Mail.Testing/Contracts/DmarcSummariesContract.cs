using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IDmarcSummaries"/> promises.</summary>
public abstract class DmarcSummariesContract
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Day = DateOnly.FromDateTime(Begin.DateTime);

    protected abstract IDmarcSummaries Summaries { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_comes_back_as_it_was()
    {
        var summary = Some() with
        {
            Organization = "Peer, Inc. 'reports'",
            Sources =
            [
                new DmarcSource("2001:db8::1", "a.example.test", DkimAligned: true, SpfAligned: false, DmarcPolicy.None, null, 3),
                new DmarcSource("192.0.2.7", "example.test", DkimAligned: false, SpfAligned: false, DmarcPolicy.Reject, "forwarded", 4),
            ],
        };
        Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(summary, Cancellation));

        var read = Assert.Single(await ListAsync(null, Day));
        Assert.Equal(summary with { Sources = [] }, read with { Sources = [] });
        Assert.Equal(summary.Sources, read.Sources);
    }

    [Fact]
    public async Task The_same_report_counts_once()
    {
        Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(Some(), Cancellation));
        Assert.Equal(DmarcAdding.Known, await Summaries.TryAddAsync(Some() with { Messages = 99 }, Cancellation));
        // Ids are everybody's own: nobody keeps another's report out.
        Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(Some() with { Reporter = "other.test" }, Cancellation));
        Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(Some() with { Domain = "shop.test" }, Cancellation));
        Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(Some() with { ReportId = "<2>/#?" + new string('x', 255) }, Cancellation));

        Assert.Equal([7, 7, 7, 7], (await ListAsync(null, Day)).Select(summary => summary.Messages));
    }

    [Fact]
    public async Task A_day_of_a_domain_is_listed_and_forgotten()
    {
        foreach (var (domain, days) in new[] { ("example.test", 0), ("example.test", 1), ("example.test", -1), ("shop.test", 0) })
        {
            await Summaries.TryAddAsync(Some() with { Domain = domain, Begin = Begin.AddDays(days), End = Begin.AddDays(days + 1) }, Cancellation);
        }

        Assert.Equal([Begin, Begin.AddDays(1)], (await ListAsync("example.test", Day)).Select(summary => summary.Begin));
        Assert.Equal(3, (await ListAsync(null, Day)).Count);
        Assert.Empty(await ListAsync("example.tes", Day));
        Assert.Equal(3, await Summaries.PruneAsync(Day.AddDays(1), Cancellation));
        Assert.Equal(Begin.AddDays(1), Assert.Single(await ListAsync(null, Day.AddDays(-9))).Begin);
    }

    [Fact]
    public async Task Nobody_fills_the_table()
    {
        for (var i = 0; i < IDmarcSummaries.MaxPerReporter; i++)
        {
            Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(Some() with { ReportId = $"{i}" }, Cancellation));
        }

        Assert.Equal(DmarcAdding.Full, await Summaries.TryAddAsync(Some() with { ReportId = "one more" }, Cancellation));
        Assert.Equal(DmarcAdding.Known, await Summaries.TryAddAsync(Some() with { ReportId = "0" }, Cancellation));
        Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(Some() with { Reporter = "other.test" }, Cancellation));
        Assert.Equal(DmarcAdding.Added, await Summaries.TryAddAsync(Some() with { Begin = Begin.AddDays(1) }, Cancellation));
    }

    private static DmarcSummary Some() => new()
    {
        Domain = "example.test",
        Reporter = "peer.test",
        Organization = "peer.test",
        ReportId = "1",
        Begin = Begin,
        End = Begin.AddDays(1).AddSeconds(-1),
        ReceivedAt = Begin.AddDays(1).AddHours(3),
        DeliveryId = "01k9zq3v5x8r4c2m7n6p1d0e9f-1",
        Messages = 7,
        Passed = 3,
        Sources = [],
    };

    private async Task<List<DmarcSummary>> ListAsync(string? domain, DateOnly from) => await Summaries.ListAsync(domain, from, Cancellation).ToListAsync(Cancellation);
}
