using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ITlsDays"/> promises.</summary>
public abstract class TlsDaysContract
{
    private static readonly DateOnly Day = new(2026, 1, 2);

    private static readonly TlsResult Good = new() { Domain = "other.test", Kind = TlsPolicyKind.Sts, Policy = ["version: STSv1", "mx: mx.other.test"] };

    private static readonly TlsResult Bad = Good with
    {
        Host = "mx.other.test",
        Address = "192.0.2.1",
        Problem = TlsProblem.CertificateExpired,
        Reason = "it has expired",
    };

    protected abstract ITlsDays Days { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_added_is_counted_together()
    {
        TlsResult[] results = [Good, Bad, Good, Bad, Bad with { Address = "192.0.2.2" }, Good with { Kind = TlsPolicyKind.None, Policy = [] }];
        foreach (var result in results)
        {
            Assert.True(await Days.TryAddAsync(Of(result), Cancellation));
        }

        var day = Assert.Single(await ListAsync(Day.AddDays(1)));
        Assert.Equal((Day, "other.test"), (day.Day, day.Domain));
        Assert.Equal([(TlsPolicyKind.Sts, 2, 3), (TlsPolicyKind.None, 1, 0)], day.Policies.Select(policy => (policy.Kind, policy.Successful, policy.Failed)));
        Assert.Equal(Good.Policy, day.Policies[0].Policy);
        Assert.Equal(
            [new(TlsProblem.CertificateExpired, "mx.other.test", "192.0.2.1", "it has expired", 2), new(TlsProblem.CertificateExpired, "mx.other.test", "192.0.2.2", "it has expired", 1)],
            day.Policies[0].Failures);
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_write_at_once()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Days.TryAddAsync(Of(Good), Cancellation).AsTask()));

        Assert.Equal(written.Count(isWritten => isWritten), Assert.Single(await ListAsync(Day.AddDays(1))).Policies[0].Successful);
    }

    [Fact]
    public async Task Only_days_that_are_over_are_listed()
    {
        await Days.TryAddAsync(Of(Good), Cancellation);
        await Days.TryAddAsync(Of(Good) with { Day = Day.AddDays(-1) }, Cancellation);

        Assert.Equal(Day.AddDays(-1), Assert.Single(await ListAsync(Day)).Day);
        await Days.RemoveAsync(Day.AddDays(-1), "other.test", Cancellation);
        await Days.RemoveAsync(Day.AddDays(-1), "other.test", Cancellation);
        Assert.Empty(await ListAsync(Day));
    }

    private static TlsDay Of(TlsResult result) => new(Day, result.Domain, [TlsPolicyTally.Of(result)]);

    private async Task<List<TlsDay>> ListAsync(DateOnly before) => await Days.ListAsync(before, Cancellation).ToListAsync(Cancellation);
}
