using Mail.Core;

namespace Mail.Dns;

/// <summary>
/// Remembers answers for as long as they hold, negative ones too (RFC 2308), and lets those who ask the same at once share one question. A question
/// that nobody waits for any more is given up.
/// </summary>
internal sealed class CachingResolver(IDnsResolver inner, DnsOptions options, TimeProvider time) : IDnsResolver
{
    private readonly RecentlyUsed<DnsQuestion, CacheEntry> _entries = new(options.CacheCapacity);

    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = Join(question);
        try
        {
            return entry.Task.IsCompletedSuccessfully ? entry.Task.Result : await entry.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            entry.Leave();
        }
    }

    private CacheEntry Join(DnsQuestion question)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(question, static _ => new CacheEntry());
            if (entry.HasExpired(time) || !entry.TryJoin(out var isFirst))
            {
                _entries.Set(question, new CacheEntry());
                continue;
            }

            if (isFirst)
            {
                _ = AskAsync(question, entry);
            }

            return entry;
        }
    }

    private async Task AskAsync(DnsQuestion question, CacheEntry entry)
    {
        DnsAnswer answer;
        try
        {
            answer = await inner.QueryAsync(question, entry.GivenUp);
        }
        catch (Exception e)
        {
            // Given up; or a resolver that does not keep its promise not to throw: nobody must wait for ever because of one.
            answer = DnsAnswer.Failed(e.Message);
        }

        entry.Answered(answer, time.GetTimestamp() + (long)(Lifetime(answer).TotalSeconds * time.TimestampFrequency));
    }

    private TimeSpan Lifetime(DnsAnswer answer) =>
        answer.Outcome == DnsOutcome.TemporaryFailure ? options.FailureTimeToLive
        : answer.TimeToLive < options.MinTimeToLive ? options.MinTimeToLive
        : answer.TimeToLive < options.MaxTimeToLive ? answer.TimeToLive
        : options.MaxTimeToLive;
}
