namespace Mail.Processing;

/// <summary>Where a mailbox keeps a message unless a rule says something else.</summary>
public enum FilingPlace
{
    /// <summary>INBOX, or the folder that the detail of the address names.</summary>
    Inbox,

    /// <summary>Where what may be spam waits for its owner to look at it.</summary>
    Review,

    Junk,

    /// <summary>Nowhere. Only where a setting says so.</summary>
    Nowhere,
}
