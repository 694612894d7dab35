using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public sealed class LookupTimeTests : IDisposable
{
    private const string Unknown = "unknown";

    private readonly FakeTimeProvider _time = new();
    private readonly Lookup<string> _lookup;

    public LookupTimeTests() => _lookup = new Lookup<string>(Unknown, _time);

    public void Dispose() => _lookup.Dispose();

    [Fact]
    public async Task Nothing_is_known_before_the_beginning_and_the_answer_afterwards()
    {
        Assert.Equal(Unknown, await _lookup.Answer);
        _lookup.Begin(_ => Task.FromResult("found"));
        Assert.Equal("found", await _lookup.Answer);
    }

    [Fact]
    public async Task However_many_questions_it_takes_it_ends_after_15_seconds()
    {
        CancellationToken seen = default;
        _lookup.Begin(token =>
        {
            seen = token;
            // Does not listen to its token.
            return new TaskCompletionSource<string>().Task;
        });
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(_lookup.Answer.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(seen.IsCancellationRequested);
        Assert.Equal(Unknown, await _lookup.Answer);
    }

    [Fact]
    public async Task Begun_anew_it_forgets_the_question_before()
    {
        _lookup.Begin(token => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => "late", TestContext.Current.CancellationToken, default, TaskScheduler.Default));
        var before = _lookup.Answer;
        _lookup.Begin(_ => Task.FromResult("second"));

        Assert.Contains(await before, new[] { Unknown, "late" });
        Assert.Equal("second", await _lookup.Answer);
    }

    [Fact]
    public async Task It_ends_with_the_session()
    {
        var ended = new TaskCompletionSource();
        _lookup.Begin(async token =>
        {
            await using var registration = token.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, token);
            return "never";
        });

        _lookup.Dispose();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(Unknown, await _lookup.Answer);
    }
}
