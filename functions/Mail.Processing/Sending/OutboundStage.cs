namespace Mail.Processing;

/// <summary>The steps of one attempt, in their order; each is reached when what it names has happened.</summary>
public enum OutboundStage
{
    Found,
    Admitted,
    Leased,
    Opened,

    /// <summary>The other server has answered, and nobody but this process knows: the one window in which a death leads to a second copy.</summary>
    Attempted,

    /// <summary>The job's row has the outcome.</summary>
    Written,
    Noticed,
    Recorded,

    /// <summary>The row is gone, or the pointer for the next attempt is in the queue.</summary>
    Settled,
}
