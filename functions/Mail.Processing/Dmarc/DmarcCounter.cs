using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Counts in memory what came in the name of other domains, and writes it now and then, a hundred domains in a request: no message costs one. What the process has not written when it
/// dies is not reported.
/// </summary>
public sealed class DmarcCounter(IDmarcDays days, TimeProvider time, ILogger<DmarcCounter> logger)
{
    /// <summary>Domains between two flushes. What comes beyond is not reported.</summary>
    public const int MaxDomains = 5_000;

    /// <summary>Findings between two flushes, of one domain and of all: who sends in a domain's name can make them all different. Some 1 kB each.</summary>
    public const int MaxTalliesOfOne = 1_000;

    /// <inheritdoc cref="MaxTalliesOfOne" />
    public const int MaxTallies = 20_000;

    private readonly Lock _gate = new();
    private Dictionary<(DateOnly Day, string Domain), DmarcTallies> _counted = [];
    private int _tallies;

    /// <summary>Written, as far as we know, in vain: the same once more, so that it counts once.</summary>
    private (QueueId Id, IReadOnlyList<DmarcDay> Days)? _pending;

    /// <summary>Quick, and does not fail. For many threads.</summary>
    public void Add(DmarcPublication published, DmarcFinding finding)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_gate)
        {
            if (!_counted.TryGetValue((day, published.Domain), out var tallies))
            {
                if (_counted.Count >= MaxDomains)
                {
                    return;
                }

                _counted.Add((day, published.Domain), tallies = new DmarcTallies(day, published, MaxTalliesOfOne));
            }

            _tallies += tallies.Add(new DmarcTally(finding, 1), mayGrow: _tallies < MaxTallies) ? 1 : 0;
        }
    }

    /// <summary>Writes what was counted; what cannot be written now is written later. Not thrown. For one thread.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while ((_pending ??= Take()) is { } batch && await TryWriteAsync(batch.Id, batch.Days, cancellationToken))
        {
            _pending = null;
        }
    }

    private (QueueId, IReadOnlyList<DmarcDay>)? Take()
    {
        Dictionary<(DateOnly, string), DmarcTallies> counted;
        lock (_gate)
        {
            (counted, _counted, _tallies) = (_counted, [], 0);
        }

        return counted.Count == 0 ? null : (QueueId.New(time), [.. counted.Values.Select(tallies => tallies.ToDay())]);
    }

    /// <returns>Nothing more is to be done about it.</returns>
    private async Task<bool> TryWriteAsync(QueueId id, IReadOnlyList<DmarcDay> batch, CancellationToken cancellationToken)
    {
        try
        {
            await days.AddAsync(id, batch, cancellationToken);
            return true;
        }
        catch (StorageUnavailableException e)
        {
            DmarcLog.NotWritten(logger, batch.Count, e.Message);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e)
        {
            // It would be the same the next time, and what comes after it has to be written.
            DmarcLog.Dropped(logger, e, batch.Count);
            return true;
        }
    }
}
