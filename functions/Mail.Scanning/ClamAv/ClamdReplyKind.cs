namespace Mail.Scanning;

internal enum ClamdReplyKind
{
    /// <summary>Nothing was found.</summary>
    Clean,

    /// <summary>The text is the name of what was found.</summary>
    Infected,

    /// <summary>The message is larger than the daemon takes; it will be the next time, too.</summary>
    TooLarge,

    /// <summary>No verdict. The text says why.</summary>
    Failed,
}
