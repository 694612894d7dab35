using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// The right of one party to decide about a message in doubt: its first commit, a client's retry, or the background. Ends with exactly one of
/// the members that say so; ending it twice does nothing.
/// </summary>
public sealed class Handling
{
    private readonly MessagesInDoubt _owner;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasEnded;

    internal Handling(MessagesInDoubt owner, MessageInDoubt message, CancellationToken clientGone)
    {
        _owner = owner;
        Message = message;
        ClientGone = clientGone;
    }

    public QueueId QueueId => Message.QueueId;

    internal MessageInDoubt Message { get; }

    /// <summary>Nobody waits for an answer any more, so a client that comes with the same message is one that tries again.</summary>
    internal CancellationToken ClientGone { get; }

    /// <summary>Completes when this handling has ended, in whatever way.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Ends: the client has its 250, or nothing is left of the message.</summary>
    public void Finish() => End(message => _owner.Remove(message));

    /// <summary>Ends: it is not known whether the client has its answer.</summary>
    public void PutBack() => End(_ => { });

    /// <summary>Ends: the client is told 451, the message is to be withdrawn.</summary>
    public void Refuse() => End(_owner.Refuse);

    /// <summary>Ends: this client, too, is told 451. What was refused before is withdrawn again, at once.</summary>
    public void GiveUp() => End(message =>
    {
        if (message.IsRefused)
        {
            _owner.Refuse(message);
        }
    });

    /// <summary>Ends: there is nothing of the message, so nobody has a 250 for it. Its retry is spooled anew, and what may still come of it is withdrawn.</summary>
    public void Supersede() => End(_owner.Supersede);

    /// <summary>Ends: withdrawn. Kept in mind for a retry, unless that has been spooled anew already.</summary>
    internal void Withdrawn() => End(_owner.Withdrawn);

    /// <summary>Ends, and leaves <paramref name="work"/> to be done later.</summary>
    internal void Later(PendingWork work, DateTimeOffset due) => End(message =>
    {
        message.Work = work;
        message.WorkDue = due;
    });

    /// <summary>
    /// Not an end: the client is going to be told 250, so the message must not be withdrawn from here on. False when that cannot be made sure of
    /// for the time after a restart: then it must not be told 250.
    /// </summary>
    public bool Promise() => _owner.Promise(Message);

    private void End(Action<MessageInDoubt> change)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            _owner.End(this, change);
            _ended.SetResult();
        }
    }
}
