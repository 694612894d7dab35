namespace Mail.Processing;

/// <summary>How a pass through a remote folder ended.</summary>
internal enum PassResult
{
    /// <summary>All that can be done now is done.</summary>
    Done,

    /// <summary>Enough is deleted for one session: close it, and go on in another.</summary>
    NextSession,

    /// <summary>The time, or the number of messages, is used up.</summary>
    Enough,
}
