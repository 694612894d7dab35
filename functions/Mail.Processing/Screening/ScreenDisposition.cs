namespace Mail.Processing;

/// <summary>What becomes of a message by what is known of it before anybody asks for whom it is.</summary>
public enum ScreenDisposition
{
    /// <summary>It goes to its recipients; each mailbox decides where it keeps it.</summary>
    Deliver,

    /// <summary>Nobody gets it before an operator releases it.</summary>
    Quarantine,

    /// <summary>Nobody gets it. Only where a setting says so; the raw message stays in the spool for its time.</summary>
    Discard,
}
