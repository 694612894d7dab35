namespace Mail.Functions.Tests;

public sealed class PollingIntervalTests
{
    private readonly PollingInterval _interval = new(TimeSpan.FromSeconds(1), new Random(7));

    [Fact]
    public void Pauses_double_from_a_tenth_of_a_second_to_the_longest_give_or_take_a_fifth()
    {
        double[] expected = [100, 200, 400, 800, 1000, 1000, 1000];
        foreach (var milliseconds in expected)
        {
            Assert.InRange(_interval.Next().TotalMilliseconds, Math.Max(100, milliseconds * 0.8), Math.Min(1000, milliseconds * 1.2));
        }
    }

    [Fact]
    public void After_a_message_pauses_are_short_again()
    {
        for (var i = 0; i < 10; i++)
        {
            _interval.Next();
        }

        _interval.Reset();

        Assert.InRange(_interval.Next().TotalMilliseconds, 100, 120);
    }

    [Fact]
    public void Two_processes_do_not_keep_the_same_beat()
    {
        var other = new PollingInterval(TimeSpan.FromSeconds(1), new Random(8));
        var pauses = Enumerable.Range(0, 10).Select(_ => (_interval.Next(), other.Next())).ToList();

        Assert.Contains(pauses, pair => pair.Item1 != pair.Item2);
    }
}
