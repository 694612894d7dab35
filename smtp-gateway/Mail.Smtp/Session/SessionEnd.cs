namespace Mail.Smtp;

/// <summary>Why a session is over.</summary>
internal enum SessionEnd
{
    Quit,

    /// <summary>The client closed the connection, or it broke.</summary>
    ClientLeft,
    TimedOut,
    Drained,

    /// <summary>Room was needed for others: <see cref="SmtpSession.Evict"/>.</summary>
    Evicted,
    TooManyErrors,

    /// <summary>There is no TLS, and nothing that could be said without.</summary>
    HandshakeFailed,

    /// <summary>We answered with a reply that closes.</summary>
    SentAway,
    Aborted,

    /// <summary>A bug of ours; the log has it.</summary>
    Failed,
}
