using Mail.Core;

namespace Mail.Processing;

/// <summary>One visit to a remote account, from the lock to the record.</summary>
internal sealed class FetchVisit(RemoteAccount account, FetchMemory memory, DateTimeOffset until, TimeProvider time)
{
    private readonly HashSet<string> _words = [];
    private readonly Dictionary<string, FetchFolder> _folders = new(memory.Folders);
    private readonly HashSet<(string Folder, ulong Uid)> _deleted = [];
    private int _messages;
    private long _octets;

    public RemoteAccount Account => account;

    /// <summary>How it went before.</summary>
    public FetchHealth Health => memory.Health;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public int Messages => Volatile.Read(ref _messages);

    public long Octets => Interlocked.Read(ref _octets);

    /// <summary>How many more may be fetched.</summary>
    public int Left => account.BatchLimit is { } limit ? Math.Max(0, limit - Messages) : int.MaxValue;

    /// <summary>There is time for another batch.</summary>
    public bool HasTime => time.GetUtcNow() < until;

    /// <summary>What is worth telling, in words.</summary>
    public IReadOnlyCollection<string> Words => _words;

    /// <summary>What is remembered of a folder, by this visit, too; <c>null</c> for nothing.</summary>
    public FetchFolder? FolderOf(string name) => _folders.GetValueOrDefault(name);

    public void Remember(FetchFolder folder) => _folders[folder.Folder] = folder;

    /// <summary>False when this visit has asked for it before: a server that does not do what it is told is not asked for ever.</summary>
    public bool TryDelete(string folder, ulong uid) => _deleted.Add((folder, uid));

    /// <summary>Something has been told that stands in the log, though nothing was fetched.</summary>
    public bool HasNews { get; private set; }

    /// <summary>What keeps the account from being collected whole, until somebody changes it; <c>null</c> for nothing.</summary>
    public string? Standing { get; private set; }

    public void Say(string words) => _words.Add(words);

    public void Tell(string words) => HasNews = _words.Add(words) || HasNews;

    /// <param name="words">See <see cref="Standing"/>: the same each time.</param>
    public void Miss(string words)
    {
        Say(words);
        Standing = Standing is null ? words : $"{Standing}; {words}";
    }

    public void Count(long octets)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _octets, octets);
    }
}
