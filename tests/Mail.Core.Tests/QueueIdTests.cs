using Microsoft.Extensions.Time.Testing;

namespace Mail.Core.Tests;

public class QueueIdTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Carries_its_time_to_the_millisecond() =>
        Assert.Equal(Noon, QueueId.New(new FakeTimeProvider(Noon)).Time);

    [Fact]
    public void Sorts_by_arrival()
    {
        var earlier = QueueId.New(new FakeTimeProvider(Noon));
        var later = QueueId.New(new FakeTimeProvider(Noon.AddMilliseconds(1)));
        Assert.True(earlier < later);
        Assert.True(string.CompareOrdinal(earlier.ToString(), later.ToString()) < 0);
        Assert.True(QueueId.FirstAt(Noon) <= earlier);
    }

    [Fact]
    public void Two_of_the_same_millisecond_differ()
    {
        var time = new FakeTimeProvider(Noon);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => QueueId.New(time)).Distinct().Count());
    }

    [Fact]
    public void Reads_what_it_writes()
    {
        var id = QueueId.New(TimeProvider.System);
        Assert.Equal(id, QueueId.Parse(id.ToString()));
    }

    [Fact]
    public void Derived_twice_is_the_same()
    {
        byte[] hash = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        Assert.Equal(QueueId.Derive(Noon, hash), QueueId.Derive(Noon, hash));
        Assert.NotEqual(QueueId.Derive(Noon, hash), QueueId.Derive(Noon, hash.AsSpan(1)));
        Assert.Equal(Noon, QueueId.Derive(Noon, hash).Time);
    }

    [Fact]
    public void Known_value() =>
        // From the ULID specification: 01ARYZ6S41 is 1469918176385 ms.
        Assert.Equal(1469918176385, QueueId.Parse("01aryz6s41tsv4rrffq69g5fav").Time.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAV")]
    [InlineData("01aryz6s41tsv4rrffq69g5fa")]
    [InlineData("81aryz6s41tsv4rrffq69g5fav")]
    [InlineData("01aryz6s41tsv4rrffq69g5fau")]
    [InlineData("../aryz6s41tsv4rrffq69g5fa")]
    public void Refuses_anything_else(string text) =>
        Assert.False(QueueId.TryParse(text, out _));
}
