using Mail.Local.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Local.Tests;

public class RestartBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_first_restart_comes_at_once_and_each_further_one_later()
    {
        var budget = new RestartBudget(_time);

        var delays = Enumerable.Range(0, RestartBudget.MaxDeaths - 1).Select(_ => budget.DelayAfterDeath()!.Value).ToList();

        Assert.True(delays[0] < TimeSpan.FromSeconds(1));
        Assert.Equal(delays.Order(), delays);
        Assert.Equal(delays.Distinct(), delays);
    }

    [Fact]
    public void A_process_that_keeps_dying_is_given_up()
    {
        var budget = new RestartBudget(_time);
        for (var death = 1; death < RestartBudget.MaxDeaths; death++)
            Assert.NotNull(budget.DelayAfterDeath());

        Assert.Null(budget.DelayAfterDeath());
    }

    [Fact]
    public void Deaths_of_long_ago_do_not_count()
    {
        var budget = new RestartBudget(_time);
        var first = budget.DelayAfterDeath();
        for (var death = 0; death < 100; death++)
        {
            _time.Advance(RestartBudget.Window + TimeSpan.FromSeconds(1));
            Assert.Equal(first, budget.DelayAfterDeath());
        }
    }
}
