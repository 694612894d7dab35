using System.Diagnostics.CodeAnalysis;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// The messages whose clients may not know that they were accepted, by queue id and by fingerprint, so that a client's retry finds the first
/// copy. One party at a time decides about a message: see <see cref="Handling"/>. Every change that has to outlive the process is in the journal.
/// </summary>
public sealed class MessagesInDoubt
{
    /// <summary>How long a client may try again: RFC 5321 §4.5.4.1 has it give up after 4 to 5 days.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(5);

    /// <summary>A few MiB. A client can put a message in doubt at will, by leaving before the answer; beyond this the oldest are forgotten.</summary>
    public const int MaxCount = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<QueueId, MessageInDoubt> _byId = [];
    private readonly Dictionary<Fingerprint, List<MessageInDoubt>> _byFingerprint = [];
    private readonly AcceptanceJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public MessagesInDoubt(AcceptanceJournal journal, TimeProvider time, ILogger<MessagesInDoubt> logger)
    {
        _journal = journal;
        _time = time;
        _logger = logger;
        foreach (var entry in journal.AtStart)
        {
            Add(new MessageInDoubt(entry.QueueId, entry.Fingerprint)
            {
                IsRefused = entry.Refused,
                Work = entry.Refused ? PendingWork.Withdraw : PendingWork.Secure,
            });
        }

        Forget();
    }

    /// <summary>How many there are, those included that are just being accepted.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byId.Count;
            }
        }
    }

    /// <summary>To be called just before the commit.</summary>
    /// <param name="clientGone">Cancelled when the client's connection ends.</param>
    public Handling Begin(QueueId queueId, Fingerprint fingerprint, CancellationToken clientGone)
    {
        _journal.Begin(queueId, fingerprint);
        lock (_gate)
        {
            var message = Add(new MessageInDoubt(queueId, fingerprint));
            return Take(message, clientGone);
        }
    }

    /// <summary>
    /// For a message whose content is whole: gives the right to decide about an earlier copy of it, the newest; <c>null</c> when there is none
    /// in doubt. A copy that somebody else is at work on is waited for, unless its own client still waits: then these are two messages.
    /// </summary>
    public async ValueTask<Handling?> ClaimAsync(Fingerprint fingerprint, CancellationToken clientGone, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryClaim(fingerprint, clientGone, out var claimed, out var busy))
            {
                return claimed;
            }

            if (busy is null)
            {
                return null;
            }

            await busy.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes the messages that the background has to work on now and nobody else is at work on, one by one.</summary>
    internal Handling? TakeDue()
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var due = _byId.Values.FirstOrDefault(m => m.Work != PendingWork.None && m.WorkDue <= now && m.Handling is null);
            // Nobody waits for an answer from the background.
            return due is null ? null : Take(due, new CancellationToken(canceled: true));
        }
    }

    /// <summary>Forgets what is too old or too much.</summary>
    public void Forget()
    {
        var oldest = _time.GetUtcNow() - MaxAge;
        lock (_gate)
        {
            var surplus = _byId.Count - MaxCount;
            foreach (var message in _byId.Values.Where(m => m.Handling is null).OrderBy(m => m.QueueId).ToList())
            {
                if (surplus-- <= 0 && message.QueueId.Time >= oldest)
                {
                    break;
                }

                if (message.Work != PendingWork.None)
                {
                    AcceptanceLog.ForgottenUndone(_logger, message.QueueId);
                }

                Remove(message);
            }
        }
    }

    internal bool Promise(MessageInDoubt message)
    {
        lock (_gate)
        {
            if (!_journal.Begin(message.QueueId, message.Fingerprint, toDisk: true))
            {
                return false;
            }

            message.IsRefused = false;
            message.Work = PendingWork.None;
            return true;
        }
    }

    internal void Refuse(MessageInDoubt message)
    {
        message.IsRefused = true;
        message.Work = PendingWork.Withdraw;
        message.WorkDue = _time.GetUtcNow();
        _journal.Refused(message.QueueId);
    }

    internal void Supersede(MessageInDoubt message)
    {
        message.Claimable = false;
        Refuse(message);
    }

    internal void Withdrawn(MessageInDoubt message)
    {
        message.Work = PendingWork.None;
        if (!message.Claimable)
        {
            Remove(message);
        }
    }

    internal void Remove(MessageInDoubt message)
    {
        _byId.Remove(message.QueueId);
        if (_byFingerprint.TryGetValue(message.Fingerprint, out var same) && same.Remove(message) && same.Count == 0)
        {
            _byFingerprint.Remove(message.Fingerprint);
        }

        _journal.Answered(message.QueueId);
    }

    internal void End(Handling handling, Action<MessageInDoubt> change)
    {
        lock (_gate)
        {
            change(handling.Message);
            handling.Message.Handling = null;
        }
    }

    private bool TryClaim(
        Fingerprint fingerprint, CancellationToken clientGone, [NotNullWhen(true)] out Handling? claimed, out Task? busy)
    {
        claimed = null;
        busy = null;
        lock (_gate)
        {
            if (!_byFingerprint.TryGetValue(fingerprint, out var same))
            {
                return false;
            }

            foreach (var message in same.Where(m => m.Claimable).OrderByDescending(m => m.QueueId))
            {
                if (message.Handling is null)
                {
                    claimed = Take(message, clientGone);
                    return true;
                }

                if (message.Handling.ClientGone.IsCancellationRequested)
                {
                    busy = message.Handling.Ended;
                    return false;
                }
            }

            return false;
        }
    }

    private MessageInDoubt Add(MessageInDoubt message)
    {
        _byId[message.QueueId] = message;
        if (!_byFingerprint.TryGetValue(message.Fingerprint, out var same))
        {
            _byFingerprint[message.Fingerprint] = same = [];
        }

        same.Add(message);
        return message;
    }

    private Handling Take(MessageInDoubt message, CancellationToken clientGone) =>
        message.Handling = new Handling(this, message, clientGone);
}
