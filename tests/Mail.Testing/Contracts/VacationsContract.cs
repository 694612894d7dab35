using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IVacations"/> promises.</summary>
public abstract class VacationsContract
{
    private static readonly QueueId FirstMessage = Some.QueueId();
    private static readonly QueueId SecondMessage = Some.QueueId();
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    protected abstract IVacations Vacations { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static VacationAnswer Answer(string sender = "bob@far.test", string handle = "h", string account = "alice") =>
        new(account, handle, MailAddress.Parse(sender), FirstMessage, Now.AddDays(7));

    [Fact]
    public async Task A_sender_is_answered_once_until_the_time_is_over()
    {
        var first = Answer();
        var second = first with { Message = SecondMessage, Until = Now.AddDays(8) };
        Assert.True(await Vacations.TryAnswerAsync(first, Now, Cancellation));
        Assert.True(await Vacations.TryAnswerAsync(first, Now, Cancellation));
        Assert.False(await Vacations.TryAnswerAsync(second, Now.AddDays(1), Cancellation));
        Assert.False(await Vacations.TryAnswerAsync(second with { Sender = MailAddress.Parse("BOB@Far.test") }, Now.AddDays(1), Cancellation));
        Assert.True(await Vacations.TryAnswerAsync(second, Now.AddDays(7), Cancellation));
        Assert.False(await Vacations.TryAnswerAsync(first, Now.AddDays(7), Cancellation));
    }

    [Fact]
    public async Task Other_senders_handles_and_accounts_are_other_answers()
    {
        foreach (var answer in new[] { Answer(), Answer(sender: "\"bob #?/\\\\\"@far.test"), Answer(handle: "ünï\r\n/#?"), Answer(handle: ""), Answer(account: "carol") })
        {
            Assert.True(await Vacations.TryAnswerAsync(answer, Now, Cancellation));
        }
    }

    [Fact]
    public async Task Of_many_messages_at_once_one_is_answered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(
            async _ => await Vacations.TryAnswerAsync(Answer() with { Message = Some.QueueId() }, Now, Cancellation)));
        Assert.Single(answers, given => given);
    }

    [Fact]
    public async Task What_is_over_is_forgotten()
    {
        await Vacations.TryAnswerAsync(Answer(), Now, Cancellation);
        await Vacations.TryAnswerAsync(Answer(handle: "short") with { Until = Now.AddDays(1) }, Now, Cancellation);
        Assert.Equal(1, await Vacations.PruneAsync(Now.AddDays(2), Cancellation));
        Assert.Equal(0, await Vacations.PruneAsync(Now.AddDays(2), Cancellation));
        Assert.False(await Vacations.TryAnswerAsync(Answer() with { Message = SecondMessage }, Now.AddDays(2), Cancellation));
    }
}
