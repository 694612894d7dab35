using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IDmarcDays"/> promises.</summary>
public abstract class DmarcDaysContract
{
    private static readonly DateOnly Day = new(2026, 1, 2);

    private static readonly DmarcPublication Published = new("other.test") { Policy = DmarcPolicy.Reject, SubdomainPolicy = DmarcPolicy.Quarantine, Percent = 50, IsStrictSpf = true };

    private static readonly DmarcFinding Good = new()
    {
        Source = "192.0.2.1",
        HeaderFrom = "news.other.test",
        EnvelopeFrom = "bounce.other.test",
        DkimAligned = true,
        Dkim = [new DmarcDkim("other.test", "s1", "pass"), new DmarcDkim("list.test", null, "fail")],
        Spf = new DmarcSpf("bounce.other.test", IsHelo: false, "softfail"),
    };

    private static readonly DmarcFinding Bad = Good with { Source = "2001:db8::1", DkimAligned = false, Disposition = DmarcPolicy.Quarantine, Override = "local_policy", Dkim = [] };

    protected abstract IDmarcDays Days { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_several_have_counted_comes_together()
    {
        await Days.AddAsync(Id(), [Of(Day, Published, (Good, 2), (Bad, 1))], Cancellation);
        await Days.AddAsync(Id(), [Of(Day, Published with { Policy = DmarcPolicy.None }, (Bad, 4)) with { Uncounted = 7 }], Cancellation);

        var day = Assert.Single(await ListAsync(Day.AddDays(1)));
        Assert.Equal((Day, "other.test", 7L), (day.Day, day.Domain, day.Uncounted));
        Assert.Equal(new Dictionary<DmarcFinding, long> { [Good] = 2, [Bad] = 5 }, day.Tallies.ToDictionary(tally => tally.Finding, tally => tally.Count));
        Assert.Equal(Published with { Policy = day.Published.Policy }, day.Published);
    }

    [Fact]
    public async Task A_batch_that_comes_twice_counts_once()
    {
        var batch = Id();
        DmarcDay[] days = [.. Enumerable.Range(0, 120).Select(i => Of(Day, new DmarcPublication($"d{i}.test"), (Good, i + 1)))];
        await Days.AddAsync(batch, days, Cancellation);
        await Days.AddAsync(batch, days, Cancellation);

        var listed = await ListAsync(Day.AddDays(1));
        Assert.Equal(days.ToDictionary(day => day.Domain, day => day.Tallies[0].Count), listed.ToDictionary(day => day.Domain, day => day.Tallies[0].Count));
    }

    [Fact]
    public async Task A_day_with_many_sources_comes_back_whole()
    {
        var tallies = Enumerable.Range(0, 250).Select(i => (Good with { Source = $"192.0.2.{i}", HeaderFrom = new string('x', 250) }, (long)i + 1)).ToArray();
        await Days.AddAsync(Id(), [Of(Day, Published, tallies) with { Uncounted = 3 }], Cancellation);

        var day = Assert.Single(await ListAsync(Day.AddDays(1)));
        Assert.Equal((250, 250 * 251 / 2, 3), (day.Tallies.Count, day.Tallies.Sum(tally => tally.Count), day.Uncounted));
    }

    [Fact]
    public async Task Only_days_that_are_over_are_listed_and_a_removed_one_takes_no_other_with_it()
    {
        await Days.AddAsync(
            Id(),
            [
                Of(Day, Published, (Good, 1)), Of(Day.AddDays(-1), Published, (Good, 2)), Of(Day.AddDays(-1), new DmarcPublication("other.test.example"), (Good, 3)),
                Of(Day.AddDays(-1), new DmarcPublication("other.tes"), (Good, 4)), Of(Day.AddDays(-2), Published, (Good, 5)),
            ],
            Cancellation);

        var over = await ListAsync(Day);
        Assert.Equal((Day.AddDays(-2), 4), (over[0].Day, over.Count));
        Assert.Equal([2, 3, 4], over.Skip(1).Select(day => day.Tallies[0].Count).Order());
        await Days.RemoveAsync(Day.AddDays(-1), "other.test", Cancellation);
        await Days.RemoveAsync(Day.AddDays(-1), "other.test", Cancellation);
        Assert.Equal([1, 3, 4, 5], (await ListAsync(Day.AddDays(1))).Select(day => day.Tallies[0].Count).Order());
    }

    private static QueueId Id() => QueueId.New(TimeProvider.System);

    private static DmarcDay Of(DateOnly day, DmarcPublication published, params (DmarcFinding Finding, long Count)[] tallies) =>
        new(day, published, [.. tallies.Select(tally => new DmarcTally(tally.Finding, tally.Count))]);

    private async Task<List<DmarcDay>> ListAsync(DateOnly before) => await Days.ListAsync(before, Cancellation).ToListAsync(Cancellation);
}
