using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Transport;

/// <summary>
/// Counts in memory how TLS went, and writes it now and then for the domains that want to know: a request for each of them, and none for the others. What the
/// process has not written when it dies is not reported.
/// </summary>
public sealed partial class TlsResultCounter(ITlsDays days, IDnsResolver dns, TimeProvider time, ILogger<TlsResultCounter> logger) : ITlsResults
{
    /// <summary>Domains between two flushes. What comes beyond is not counted.</summary>
    public const int MaxDomains = 10_000;

    private readonly Lock _gate = new();
    private Dictionary<(DateOnly Day, string Domain), TlsDay> _counted = [];

    public void Add(TlsResult result)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        Add(new TlsDay(day, result.Domain, [TlsPolicyTally.Of(result)]));
    }

    /// <summary>Writes what was counted. What cannot be written now is counted on; not thrown.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        Dictionary<(DateOnly, string), TlsDay> counted;
        lock (_gate)
        {
            (counted, _counted) = (_counted, []);
        }

        foreach (var day in counted.Values)
        {
            if (!await TryWriteAsync(day, cancellationToken))
            {
                Add(day);
            }
        }
    }

    private void Add(TlsDay day)
    {
        lock (_gate)
        {
            var key = (day.Day, day.Domain);
            if (_counted.TryGetValue(key, out var known))
            {
                _counted[key] = known.With(day);
            }
            else if (_counted.Count < MaxDomains)
            {
                _counted.Add(key, day);
            }
        }
    }

    private async Task<bool> TryWriteAsync(TlsDay day, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await dns.QueryAsync(TlsRptRecord.Label + day.Domain, DnsType.Txt, cancellationToken);
            return answer.Outcome != DnsOutcome.TemporaryFailure
                && (TlsRptRecord.Targets(answer.Records).Count == 0 || await days.TryAddAsync(day, cancellationToken));
        }
        catch (StorageUnavailableException e)
        {
            NotWritten(logger, day.Domain, e.Message);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e)
        {
            // It would be the same the next time, and the other domains' have to be written.
            Dropped(logger, e, day.Domain);
            return true;
        }
    }

    [LoggerMessage(346, LogLevel.Warning, "How TLS went with {Domain} cannot be written yet: {Reason}")]
    private static partial void NotWritten(ILogger logger, string domain, string reason);

    [LoggerMessage(349, LogLevel.Error, "How TLS went with {Domain} cannot be written, and is not reported")]
    private static partial void Dropped(ILogger logger, Exception exception, string domain);
}
