using Mail.Core;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class RecipientRatesTests
{
    private static readonly SiteSettings Limits = SiteSettings.Default with { SubmissionRecipientsPerHour = 10, SubmissionRecipientsPerDay = 24 };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly RecipientRates _rates;

    public RecipientRatesTests() => _rates = new RecipientRates(_time);

    private int Send(int recipients, string user = "alice")
    {
        for (var i = 0; i < recipients; i++)
        {
            if (_rates.Check(user, Limits) is not null)
            {
                return i;
            }

            _rates.Add(user);
        }

        return recipients;
    }

    [Fact]
    public void An_hour_has_its_limit_and_the_next_has_room_again()
    {
        Assert.Equal(10, Send(50));
        Assert.Equal(10, Send(50, "bob"));
        Assert.Equal(SubmissionReplies.HourFull, _rates.Check("alice", Limits)!.Reply);
        _time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(5, Send(50));
    }

    [Fact]
    public void A_day_has_its_limit_too()
    {
        var sent = 0;
        for (var hour = 0; hour < 20; hour += 2)
        {
            sent += Send(10);
            _time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(24, sent);
        Assert.Equal(SubmissionReplies.DayFull, _rates.Check("alice", Limits)!.Reply);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(10, Send(10));
    }
}
