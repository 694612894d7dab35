using Mail.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public sealed class LiveSnapshotTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LiveSnapshot<int> _snapshot;
    private readonly List<int> _events = [];
    private readonly Queue<TaskCompletionSource<int>> _answers = new();
    private int _loads;

    public LiveSnapshotTests() => _snapshot = new("Some", 0, LoadAsync, TimeSpan.FromSeconds(8), _time, new EventLog(_events));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_questions_at_once_share_one_reading()
    {
        var answer = WillAnswer();
        var questions = Enumerable.Range(0, 50).Select(_ => _snapshot.GetAsync(Cancellation).AsTask()).ToList();
        answer.SetResult(1);
        Assert.All(await Task.WhenAll(questions), value => Assert.Equal(1, value));
        Assert.Equal(1, _loads);
    }

    [Fact]
    public async Task Half_way_it_is_renewed_while_nobody_waits()
    {
        await KnowAsync(1);
        var renewal = WillAnswer();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(1, await _snapshot.GetAsync(Cancellation));
        renewal.SetResult(2);
        await UntilAsync(async () => await _snapshot.GetAsync(Cancellation) == 2);
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task After_a_rest_the_first_question_waits_for_a_fresh_answer()
    {
        await KnowAsync(1);
        _time.Advance(TimeSpan.FromHours(1));
        WillAnswer().SetResult(2);
        Assert.Equal(2, await _snapshot.GetAsync(Cancellation));
    }

    [Fact]
    public async Task While_the_storage_is_down_the_last_answer_holds_and_is_complained_about_once()
    {
        await KnowAsync(1);
        for (var outage = 0; outage < 3; outage++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            WillAnswer().SetException(new StorageUnavailableException("away"));
            Assert.Equal(1, await _snapshot.GetAsync(Cancellation));
        }

        Assert.Equal([4003], _events);
        _time.Advance(TimeSpan.FromMinutes(1));
        WillAnswer().SetResult(2);
        Assert.Equal(2, await _snapshot.GetAsync(Cancellation));
        Assert.Equal([4003, 4005], _events);
    }

    [Fact]
    public async Task Never_read_at_all_is_said_in_other_words()
    {
        WillAnswer().SetException(new StorageUnavailableException("away"));
        Assert.Equal(0, await _snapshot.GetAsync(Cancellation));
        Assert.Equal([4004], _events);
    }

    [Fact]
    public async Task Just_after_a_failure_nobody_waits_and_nothing_is_asked()
    {
        WillAnswer().SetException(new StorageUnavailableException("away"));
        await _snapshot.GetAsync(Cancellation);
        Assert.True(_snapshot.GetAsync(Cancellation).AsTask().IsCompleted);
        Assert.Equal(1, _loads);

        WillAnswer();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_snapshot.GetAsync(Cancellation).AsTask().IsCompleted);
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref _loads) == 2));
    }

    [Fact]
    public async Task A_storage_that_hangs_is_waited_for_three_seconds()
    {
        await KnowAsync(1);
        WillAnswer();
        _time.Advance(TimeSpan.FromMinutes(1));
        var question = _snapshot.GetAsync(Cancellation).AsTask();
        Assert.False(question.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, await question.WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 1000 && !await condition(); i++)
        {
            await Task.Delay(10, Cancellation);
        }

        Assert.True(await condition());
    }

    private async Task KnowAsync(int value)
    {
        WillAnswer().SetResult(value);
        Assert.Equal(value, await _snapshot.GetAsync(Cancellation));
    }

    private TaskCompletionSource<int> WillAnswer()
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers.Enqueue(answer);
        return answer;
    }

    private Task<int> LoadAsync()
    {
        Interlocked.Increment(ref _loads);
        return _answers.Dequeue().Task;
    }

    private sealed class EventLog(List<int> events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            events.Add(eventId.Id);
    }
}
