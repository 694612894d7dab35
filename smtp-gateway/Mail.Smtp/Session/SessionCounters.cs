namespace Mail.Smtp;

/// <summary>
/// What a session has used up: errors, junk commands and patience, as Postfix counts them. A message that is accepted gives it all back.
/// </summary>
/// <remarks>
/// Patience counts only the time that we wait for the client, so that our own slowness is not its fault. There are two accounts.
/// Commands: <see cref="SmtpServerOptions.CommandTimeout"/> for each, and <see cref="SmtpServerOptions.TransactionTimeout"/> for all between two
/// messages. Content: <see cref="SmtpServerOptions.DataTimeout"/>, which every octet that comes refills at
/// <see cref="SmtpServerOptions.MinimumDataRate"/>. So the time that a session can last is bounded by the octets that it sends.
/// </remarks>
internal sealed class SessionCounters(SmtpServerOptions options)
{
    private TimeSpan _command = options.CommandTimeout;
    private TimeSpan _transaction = options.TransactionTimeout;
    private int _errors;
    private int _junk;
    private int _overshoot;
    private int _failedAuthentications;

    public int Commands { get; private set; }

    /// <summary>Messages that were answered positively.</summary>
    public int Accepted { get; private set; }

    /// <summary>Octets of content, of refused messages too.</summary>
    public long Octets { get; private set; }

    /// <summary>Answers of 4xx and 5xx.</summary>
    public int Refused { get; private set; }

    public bool SlowDown => _errors >= options.SoftErrorLimit;

    public bool TooManyErrors => _errors >= options.HardErrorLimit || _failedAuthentications >= options.AuthenticationFailureLimit;

    public TimeSpan CommandPatience => _command < _transaction ? _command : _transaction;

    public TimeSpan ContentPatience { get; private set; }

    public void BeginCommand()
    {
        Commands++;
        _command = options.CommandTimeout;
    }

    public void WaitedForCommand(TimeSpan waited)
    {
        _command -= waited;
        _transaction -= waited;
    }

    public void BeginContent() => ContentPatience = options.DataTimeout;

    public void WaitedForContent(TimeSpan waited, long octets)
    {
        var earned = TimeSpan.FromSeconds((double)octets / options.MinimumDataRate);
        var patience = ContentPatience - waited + earned;
        ContentPatience = patience < options.DataTimeout ? patience : options.DataTimeout;
    }

    public void CountJunk(bool isJunk)
    {
        if (isJunk && ++_junk > options.JunkCommandLimit)
        {
            _errors++;
        }
    }

    public void CountRefusal(SmtpReply reply)
    {
        Refused++;
        if (!ReferenceEquals(reply, SmtpReplies.TooManyRecipients) || ++_overshoot > options.RecipientOvershootLimit)
        {
            _errors++;
        }
    }

    /// <summary>Counts an AUTH that failed for good; one that we could not judge (4xx) is not the client's fault. No message gives it back.</summary>
    /// <returns><paramref name="reply"/>.</returns>
    public SmtpReply CountAuthentication(SmtpReply reply)
    {
        if (reply.Code >= 500)
        {
            _failedAuthentications++;
        }

        return reply;
    }

    public void CountMessage(long octets, bool accepted)
    {
        Octets += octets;
        if (accepted)
        {
            Accepted++;
            _errors = _junk = _overshoot = 0;
            _transaction = options.TransactionTimeout;
        }
    }
}
