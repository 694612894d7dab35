namespace Mail.Smtp;

/// <summary>How waiting for input ended.</summary>
internal enum ReadOutcome
{
    /// <summary>There is more input than before.</summary>
    More,

    /// <summary>No more input will come: the client closed its side, or the connection broke.</summary>
    Ended,
    TimedOut,

    /// <summary>Nothing came, but something outside wants attention.</summary>
    Woken,
}
