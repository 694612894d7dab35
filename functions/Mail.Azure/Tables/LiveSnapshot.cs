using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>
/// What is made of a whole small table and used for every session: at most as old as it is believed, read again only when somebody asks
/// (an idle process reads nothing), by one reader at a time. While the storage cannot be reached the last one stays in use.
/// </summary>
/// <param name="initial">Until the table has been read for the first time.</param>
/// <param name="load">Bounded in time by itself.</param>
/// <param name="believed">From half of it on an answer is renewed in the background, so that under load nobody waits.</param>
internal sealed partial class LiveSnapshot<T>(
    string table, T initial, Func<Task<T>> load, TimeSpan believed, TimeProvider time, ILogger logger)
{
    /// <summary>How long a question waits for the storage before the last known answer has to do. A healthy account takes 10 to 100 ms.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Between a failure and the next attempt, so that an outage is not made worse.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private T _value = initial;
    private long? _asOf;
    private long? _failedAt;
    private Task? _loading;

    /// <summary>Does not fail but for the caller's own cancellation.</summary>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsYoungerThan(_asOf, believed / 2))
            {
                return new(_value);
            }

            // During an outage nobody waits for what has just failed.
            var wait = !IsYoungerThan(_asOf, believed) && !IsYoungerThan(_failedAt, Pause + Patience);
            if (_loading is null && !IsYoungerThan(_failedAt, Pause))
            {
                _loading = Task.Run(LoadAsync, CancellationToken.None);
            }

            return wait && _loading is { } loading ? AfterAsync(loading, cancellationToken) : new(_value);
        }
    }

    private async ValueTask<T> AfterAsync(Task loading, CancellationToken cancellationToken)
    {
        try
        {
            await loading.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It goes on in the background and reports its end itself.
        }

        lock (_gate)
        {
            return _value;
        }
    }

    private async Task LoadAsync()
    {
        // Age counts from before the question: the answer is at least that fresh.
        var asOf = time.GetTimestamp();
        try
        {
            Loaded(await load(), asOf);
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private void Loaded(T value, long asOf)
    {
        bool recovered;
        lock (_gate)
        {
            (_value, _asOf, _loading) = (value, asOf, null);
            recovered = _failedAt is not null;
            _failedAt = null;
        }

        if (recovered)
        {
            Readable(logger, table);
        }
    }

    private void Failed(Exception e)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _failedAt is null;
            (_failedAt, _loading) = (time.GetTimestamp(), null);
        }

        if (isFirst && _asOf is null)
        {
            NothingKnown(logger, table, e.Message);
        }
        else if (isFirst)
        {
            LastKnown(logger, table, e.Message);
        }
    }

    private bool IsYoungerThan(long? since, TimeSpan age) => since is { } timestamp && time.GetElapsedTime(timestamp) < age;

    [LoggerMessage(4003, LogLevel.Warning, "Table {Table} cannot be read ({Reason}): what it said last stays in force")]
    private static partial void LastKnown(ILogger logger, string table, string reason);

    [LoggerMessage(4004, LogLevel.Warning, "Table {Table} cannot be read ({Reason}) and has not been before: until it can, it counts as empty")]
    private static partial void NothingKnown(ILogger logger, string table, string reason);

    [LoggerMessage(4005, LogLevel.Information, "Table {Table} is read again")]
    private static partial void Readable(ILogger logger, string table);
}
