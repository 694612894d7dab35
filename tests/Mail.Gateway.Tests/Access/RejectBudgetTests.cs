using Mail.Core;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class RejectBudgetTests
{
    private static readonly MailAddress Alice = MailAddress.Parse("alice@example.test");

    private readonly FakeTimeProvider _time = new();
    private readonly RejectBudget _budget;

    public RejectBudgetTests() => _budget = new RejectBudget(_time);

    [Fact]
    public void A_client_that_floods_one_recipient_leaves_room_for_others()
    {
        Assert.Equal(RejectBudget.PerClient, Enumerable.Range(0, 100).Count(_ => Take("192.0.2.1")));
        Assert.True(_budget.TryTake(Alice, "192.0.2.2", 60, out var leftOut));
        Assert.Equal(100 - RejectBudget.PerClient, leftOut);
        Assert.True(_budget.TryTake(Alice, "192.0.2.2", 60, out leftOut));
        Assert.Equal(0, leftOut);
    }

    [Fact]
    public void A_recipient_has_so_many_an_hour_and_none_with_zero()
    {
        Assert.Equal(10, Enumerable.Range(0, 100).Count(i => Take($"192.0.2.{i}", perRecipient: 10)));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(Take("192.0.2.1", perRecipient: 10));
        Assert.False(_budget.TryTake(MailAddress.Parse("bob@example.test"), "192.0.2.1", 0, out _));
    }

    [Fact]
    public void All_together_go_no_faster_than_the_bucket_fills()
    {
        Assert.Equal(RejectBudget.Burst, Flood());
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3 * RejectBudget.PerSecond, Flood());

        int Flood() => Enumerable.Range(0, 2000)
            .Count(i => _budget.TryTake(MailAddress.Parse($"u{i}-{_time.GetTimestamp()}@example.test"), "192.0.2.1", 60, out _));
    }

    private bool Take(string client, int perRecipient = 60) => _budget.TryTake(Alice, client, perRecipient, out _);
}
