namespace Mail.Processing;

/// <summary>What came of a change to a message in quarantine.</summary>
public enum QuarantineResult
{
    /// <summary>It is as asked for, by this or by an earlier request.</summary>
    Done,

    /// <summary>No message of this queue id is known.</summary>
    NotFound,

    /// <summary>The message is known, and not, or no longer, in quarantine.</summary>
    NotQuarantined,

    /// <summary>It is on record as held, but the message itself is not in the spool any more: nothing can be delivered.</summary>
    NotInSpool,
}
