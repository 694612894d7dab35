using System.Text;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// The local file that remembers, over the death of this process, which messages were being accepted: see <see cref="JournalLine"/>.
/// </summary>
/// <remarks>
/// <para>There is no fsync: what was written survives the process, not the machine. A lost machine means the duplicate that RFC 1047 describes,
/// and only that. The one line that acceptance depends on, a promise after a refusal, is flushed to the disk.</para>
/// <para>So a journal that cannot be written is reported and done without, for as long as that lasts; only such a promise is not made then (451).</para>
/// <para><c>answered</c> lines are written a second late, together: between our handing the 250 to the network and its being sent there is a
/// moment in which the process can die, and a line too many costs nothing while a line too early costs a duplicate.</para>
/// <para>Cost of a message: one append of 98 bytes under a lock, and its share of a later one. Measured together some 10 µs, with one thread as
/// with eight at once (2 busy cores, ext4, compaction included), against the milliseconds of a commit; batching through a channel would add a
/// thread switch of the same order.</para>
/// </remarks>
public sealed class AcceptanceJournal : IDisposable
{
    public const string FileName = "in-doubt.journal";

    private static readonly TimeSpan AnsweredDelay = TimeSpan.FromSeconds(1);

    // 4 MiB is some 30,000 messages; then what is unfinished, a few lines, is written to a new file.
    private const long MaxFileSize = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<QueueId, JournalEntry> _unfinished;
    private readonly Queue<(QueueId QueueId, long Since)> _answered = new();
    private readonly string? _path;
    private readonly FileStream? _folderLock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private FileStream? _file;
    private bool _timerSet;
    private bool _broken;
    private bool _disposed;

    private AcceptanceJournal(string? path, FileStream? folderLock, TimeProvider time, ILogger logger)
    {
        _path = path;
        _folderLock = folderLock;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => WriteAnswered(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _unfinished = Replay();
        AtStart = [.. _unfinished.Values];
        if (_path is not null)
        {
            Try(Rewrite);
        }
    }

    /// <summary>What the last process left unfinished, in no order.</summary>
    public IReadOnlyList<JournalEntry> AtStart { get; }

    /// <summary>The journal is on disk and takes lines.</summary>
    public bool IsKept => _file is not null && !_broken;

    /// <summary>Opens the journal in <paramref name="folder"/>, which is created; reads it and writes it anew without what is finished.</summary>
    /// <param name="folder"><c>null</c> for no journal.</param>
    public static AcceptanceJournal Open(string? folder, TimeProvider time, ILogger logger)
    {
        if (folder is null)
        {
            AcceptanceLog.NoStateFolder(logger);
            return new AcceptanceJournal(null, null, time, logger);
        }

        FileStream? folderLock = null;
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            // One gateway per folder. The system gives the lock up when a process dies, however it dies.
            folderLock = new FileStream(
                Path.Combine(folder, "in-doubt.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new AcceptanceJournal(Path.Combine(folder, FileName), folderLock, time, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            folderLock?.Dispose();
            AcceptanceLog.StateFolderUnusable(logger, folder, e.Message);
            return new AcceptanceJournal(null, null, time, logger);
        }
    }

    /// <summary>Before the commit, and before an earlier copy is answered 250: from now on the client may hold a 250 for it.</summary>
    /// <param name="toDisk">
    /// Waits for the disk: a promise after a refusal must not be the line that a loss of power takes, or the message would be withdrawn.
    /// </param>
    /// <returns>False when there is a journal, and it could not be written: it may still say what it said before.</returns>
    public bool Begin(QueueId queueId, Fingerprint fingerprint, bool toDisk = false)
    {
        lock (_gate)
        {
            _unfinished[queueId] = new JournalEntry(queueId, fingerprint, Refused: false);
            return Append(new JournalLine(JournalVerb.Begin, queueId, fingerprint)) && (!toDisk || Try(() => _file?.Flush(flushToDisk: true)));
        }
    }

    /// <summary>A failure is going to be answered 451.</summary>
    public void Refused(QueueId queueId)
    {
        lock (_gate)
        {
            if (_unfinished.TryGetValue(queueId, out var entry))
            {
                _unfinished[queueId] = entry with { Refused = true };
                Append(new JournalLine(JournalVerb.Refused, queueId));
            }
        }
    }

    /// <summary>The message is over.</summary>
    public void Answered(QueueId queueId)
    {
        lock (_gate)
        {
            _answered.Enqueue((queueId, _time.GetTimestamp()));
            if (!_timerSet)
            {
                _timerSet = true;
                _timer.Change(AnsweredDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            WriteAnswered(all: true);
            _disposed = true;
            _file?.Dispose();
            _file = null;
        }

        _timer.Dispose();
        _folderLock?.Dispose();
    }

    private void WriteAnswered()
    {
        lock (_gate)
        {
            WriteAnswered(all: false);
            _timerSet = _answered.Count > 0;
            if (_timerSet)
            {
                _timer.Change(AnsweredDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void WriteAnswered(bool all)
    {
        var lines = new StringBuilder();
        while (_answered.TryPeek(out var next) && (all || _time.GetElapsedTime(next.Since) >= AnsweredDelay))
        {
            _answered.Dequeue();
            _unfinished.Remove(next.QueueId);
            lines.Append(new JournalLine(JournalVerb.Answered, next.QueueId)).Append('\n');
        }

        if (lines.Length > 0)
        {
            Append(lines.ToString());
        }
    }

    private bool Append(JournalLine line) => Append(line + "\n");

    private bool Append(string lines)
    {
        if (_path is null || _disposed)
        {
            return _path is null;
        }

        return Try(() =>
        {
            if (_file is null || _broken || _file.Position > MaxFileSize)
            {
                // The new file is written from _unfinished, which has what these lines say, and those that could not be written before.
                Rewrite();
                return;
            }

            _file.Write(Encoding.ASCII.GetBytes(lines));
        });
    }

    private void Rewrite()
    {
        var fresh = _path + ".new";
        var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            var lines = new StringBuilder();
            foreach (var entry in _unfinished.Values)
            {
                lines.Append(new JournalLine(JournalVerb.Begin, entry.QueueId, entry.Fingerprint)).Append('\n');
                if (entry.Refused)
                {
                    lines.Append(new JournalLine(JournalVerb.Refused, entry.QueueId)).Append('\n');
                }
            }

            file.Write(Encoding.ASCII.GetBytes(lines.ToString()));
            File.Move(fresh, _path!, overwrite: true);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file?.Dispose();
        _file = file;
    }

    private Dictionary<QueueId, JournalEntry> Replay()
    {
        if (_path is null || !File.Exists(_path))
        {
            return [];
        }

        using var file = File.OpenRead(_path);
        var (unfinished, unreadable) = JournalReader.Read(file, MessagesInDoubt.MaxCount);
        AcceptanceLog.Replayed(_logger, unfinished.Count, unreadable);
        return unfinished;
    }

    /// <summary>Mail is not refused because of the journal. Says so once when it breaks, and once when it works again.</summary>
    private bool Try(Action write)
    {
        try
        {
            write();
            if (_broken)
            {
                _broken = false;
                AcceptanceLog.JournalWorksAgain(_logger);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_broken)
            {
                _broken = true;
                AcceptanceLog.JournalBroken(_logger, e.Message);
            }

            return false;
        }
    }
}
