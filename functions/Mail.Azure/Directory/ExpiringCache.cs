namespace Mail.Azure;

/// <summary>
/// Remembers what was looked up, misses included, for a short time. Callers that ask for the same key at once share one lookup; a lookup that
/// fails is not remembered.
/// </summary>
/// <param name="capacity">Entries. Whoever asks for more names than that in one <paramref name="timeToLive"/> empties the cache, no more.</param>
internal sealed class ExpiringCache<T>(TimeSpan timeToLive, int capacity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <param name="load">Not cancelled when this caller is: others may wait for it. It has to be bounded in time by itself.</param>
    public async ValueTask<T> GetAsync(string key, Func<Task<T>> load, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (entry, isNew) = Entering(key);
        if (isNew)
        {
            _ = LoadAsync(key, entry, load);
        }

        return await entry.Task.WaitAsync(cancellationToken);
    }

    public void Forget(string key)
    {
        lock (_gate)
        {
            _entries.Remove(key);
        }
    }

    private (Entry Entry, bool IsNew) Entering(string key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known) && !HasExpired(known))
            {
                return (known, false);
            }

            if (_entries.Count >= capacity)
            {
                MakeRoom();
            }

            // Age counts from before the question: the answer is at least that fresh.
            var entry = new Entry(time.GetTimestamp());
            _entries[key] = entry;
            return (entry, true);
        }
    }

    private async Task LoadAsync(string key, Entry entry, Func<Task<T>> load)
    {
        try
        {
            entry.SetResult(await load());
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                if (_entries.TryGetValue(key, out var current) && current == entry)
                {
                    _entries.Remove(key);
                }
            }

            // Every caller that waits gets it.
            entry.SetException(e);
        }
    }

    private bool HasExpired(Entry entry) => time.GetElapsedTime(entry.Since) >= timeToLive;

    private void MakeRoom()
    {
        foreach (var (key, _) in _entries.Where(pair => HasExpired(pair.Value)).ToList())
        {
            _entries.Remove(key);
        }

        if (_entries.Count >= capacity)
        {
            _entries.Clear();
        }
    }

    private sealed class Entry(long since) : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Since { get; } = since;
    }
}
