using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Tells whether blobs, tables and queues answer. One answer serves all who ask within a few seconds, so that probes cost little however
/// many there are.
/// </summary>
public sealed class StorageProbe(
    ISpool spool, IMessageLog log, IWorkQueues queues, TimeProvider time, ILogger<StorageProbe> logger) : IDisposable
{
    internal static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(3);
    internal static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>No message has this id: it would have arrived in 1970.</summary>
    private static readonly QueueId Nobody = QueueId.FirstAt(DateTimeOffset.UnixEpoch);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private (long At, IReadOnlyDictionary<string, bool> Parts)? _last;

    /// <summary>For blobs, tables and queues whether they answer.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> LookAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) > Freshness)
            {
                _last = last = (time.GetTimestamp(), await ProbeAsync());
            }

            return last.Parts;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<IReadOnlyDictionary<string, bool>> ProbeAsync()
    {
        var blobs = AnswersAsync("blobs", async ct => await spool.FindAsync(Nobody, ct));
        var tables = AnswersAsync("tables", async ct => await log.FindAsync(Nobody, ct));
        var incoming = AnswersAsync("queues", async ct => await queues.Get(QueueNames.Incoming).PeekAsync(1, ct));
        return new SortedDictionary<string, bool>(StringComparer.Ordinal)
        {
            ["blobs"] = await blobs,
            ["queues"] = await incoming,
            ["tables"] = await tables,
        };
    }

    private async Task<bool> AnswersAsync(string part, Func<CancellationToken, Task> probe)
    {
        using var limit = new CancellationTokenSource(ProbeTime, time);
        try
        {
            await Task.Run(() => probe(limit.Token), CancellationToken.None).WaitAsync(limit.Token);
            return true;
        }
        catch (Exception e)
        {
            FunctionsLog.PartUnreachable(logger, part, e is OperationCanceledException ? $"no answer within {ProbeTime}" : e.Message);
            return false;
        }
    }
}
