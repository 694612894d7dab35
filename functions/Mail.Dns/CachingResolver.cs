using Mail.Core;

namespace Mail.Dns;

/// <summary>
/// Remembers answers for as long as they hold, negative ones too (RFC 2308), and lets those who ask the same at once share one question.
/// </summary>
internal sealed class CachingResolver(IDnsResolver inner, DnsOptions options, TimeProvider time) : IDnsResolver
{
    private readonly RecentlyUsed<DnsQuestion, Entry> _entries = new(options.CacheCapacity);

    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = _entries.GetOrAdd(question, static _ => new Entry());
        if (HasExpired(entry))
        {
            _entries.Set(question, entry = new Entry());
        }

        if (entry.TryBegin())
        {
            _ = AskAsync(question, entry);
        }

        return entry.Task.IsCompletedSuccessfully ? entry.Task.Result : await entry.Task.WaitAsync(cancellationToken);
    }

    // Not cancelled when the first who asks is: others may wait for it, and it is bounded in time by itself.
    private async Task AskAsync(DnsQuestion question, Entry entry)
    {
        DnsAnswer answer;
        try
        {
            answer = await inner.QueryAsync(question, CancellationToken.None);
        }
        catch (Exception e)
        {
            // A resolver that keeps its promise does not throw; those who wait must not do so for ever because of one that does.
            answer = DnsAnswer.Failed(e.Message);
        }

        entry.Expires = time.GetTimestamp() + (long)(Lifetime(answer).TotalSeconds * time.TimestampFrequency);
        entry.SetResult(answer);
    }

    private TimeSpan Lifetime(DnsAnswer answer) =>
        answer.Outcome == DnsOutcome.TemporaryFailure ? options.FailureTimeToLive
        : answer.TimeToLive < options.MaxTimeToLive ? answer.TimeToLive
        : options.MaxTimeToLive;

    private bool HasExpired(Entry entry) => entry.Task.IsCompleted && time.GetTimestamp() >= entry.Expires;

    private sealed class Entry() : TaskCompletionSource<DnsAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private int _begun;

        /// <summary>A timestamp of the clock. Set before the result.</summary>
        public long Expires { get; set; }

        /// <summary>True for the first who calls: he asks.</summary>
        public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;
    }
}
