using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Dns.Tests;

public class CachingResolverTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeDns _inner = FakeDns.Parse("""{"a.test": {"A": ["192.0.2.1"]}, "slow.test": {"TIMEOUT": true}}""");
    private readonly CachingResolver _dns;

    public CachingResolverTests() => _dns = new CachingResolver(_inner, new DnsOptions { CacheCapacity = 100 }, _time);

    [Theory]
    [InlineData("a.test", DnsType.A, 60, 60)]
    [InlineData("a.test", DnsType.Mx, 60, 60)]
    [InlineData("nowhere.test", DnsType.A, 60, 60)]
    [InlineData("a.test", DnsType.A, 86400, 3600)]
    [InlineData("a.test", DnsType.A, 0, 5)]
    [InlineData("nowhere.test", DnsType.A, 1, 5)]
    [InlineData("slow.test", DnsType.A, 60, 10)]
    public async Task An_answer_is_remembered_as_long_as_it_holds(string name, DnsType type, int timeToLive, int remembered)
    {
        _inner.TimeToLive = TimeSpan.FromSeconds(timeToLive);
        var first = await AskAsync(name, type);
        _time.Advance(TimeSpan.FromSeconds(remembered - 1));

        Assert.Equal(first, await AskAsync(name, type));
        Assert.Single(_inner.Questions);

        _time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(name, type);
        Assert.Equal(2, _inner.Questions.Count);
    }

    [Fact]
    public async Task Those_who_ask_at_once_share_one_question()
    {
        var gate = new TaskCompletionSource();
        _inner.Gate = gate.Task;
        var asked = Enumerable.Range(0, 50).Select(_ => AskAsync("a.test", DnsType.A)).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(DnsOutcome.Found, answer.Outcome));
        Assert.Single(_inner.Questions);
    }

    [Fact]
    public async Task One_who_leaves_does_not_take_the_answer_from_the_others()
    {
        var gate = new TaskCompletionSource();
        _inner.Gate = gate.Task;
        using var impatient = new CancellationTokenSource();
        var first = _dns.QueryAsync(new DnsQuestion("a.test", DnsType.A), impatient.Token).AsTask();
        var second = AskAsync("a.test", DnsType.A);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.Equal(DnsOutcome.Found, (await second).Outcome);
    }

    [Fact]
    public async Task A_question_that_nobody_waits_for_any_more_is_given_up_and_can_be_asked_again()
    {
        _inner.Gate = new TaskCompletionSource().Task;
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var asked = new[] { one, other }.Select(source => _dns.QueryAsync(new DnsQuestion("a.test", DnsType.A), source.Token).AsTask()).ToList();
        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[0]);
        Assert.Equal(1, _inner.Waiting);

        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[1]);
        for (var i = 0; i < 500 && _inner.Waiting > 0; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, _inner.Waiting);

        _inner.Gate = Task.CompletedTask;
        Assert.Equal(DnsOutcome.Found, (await AskAsync("a.test", DnsType.A)).Outcome);
        Assert.Equal(2, _inner.Questions.Count);
    }

    [Fact]
    public async Task One_who_comes_while_the_others_leave_has_his_answer()
    {
        for (var i = 0; i < 200; i++)
        {
            var question = new DnsQuestion($"n{i}.test", DnsType.A);
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _inner.Gate = gate.Task;
            using var impatient = new CancellationTokenSource();
            var first = _dns.QueryAsync(question, impatient.Token).AsTask();
            var leaving = Task.Run(impatient.Cancel, TestContext.Current.CancellationToken);
            var second = Task.Run(() => AskAsync(question.Name, question.Type), TestContext.Current.CancellationToken);
            await leaving;
            gate.SetResult();

            Assert.Equal(DnsOutcome.NxDomain, (await second).Outcome);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }
    }

    [Fact]
    public async Task Memory_is_bounded_and_what_is_used_stays()
    {
        for (var i = 0; i < 1000; i++)
        {
            await AskAsync($"n{i}.test", DnsType.A);
            await AskAsync("a.test", DnsType.A);
        }

        Assert.Single(_inner.Questions, question => question.Name == "a.test");
    }

    [Fact]
    public async Task A_resolver_that_throws_leaves_nobody_waiting()
    {
        _inner.Gate = Task.FromException(new InvalidOperationException("a bug"));

        Assert.Equal(DnsOutcome.TemporaryFailure, (await AskAsync("a.test", DnsType.A)).Outcome);
    }

    private Task<DnsAnswer> AskAsync(string name, DnsType type) =>
        _dns.QueryAsync(new DnsQuestion(name, type), TestContext.Current.CancellationToken).AsTask();
}
