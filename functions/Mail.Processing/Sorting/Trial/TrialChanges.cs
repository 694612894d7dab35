namespace Mail.Processing;

/// <summary>What becomes different for one message.</summary>
[Flags]
public enum TrialChanges
{
    None = 0,

    /// <summary>It goes to another folder, or to more or fewer.</summary>
    Moved = 1,

    /// <summary>It is sent on to somebody who did not get it.</summary>
    Forwarded = 2,

    /// <summary>Somebody to whom it was sent on does not get it any more.</summary>
    NotForwarded = 4,

    /// <summary>It is dropped or rejected.</summary>
    Discarded = 8,

    /// <summary>It was dropped or rejected, and stays.</summary>
    Kept = 16,

    /// <summary>Replies or notifications are others.</summary>
    Answered = 32,

    /// <summary>The rules end with an error, so it is kept.</summary>
    Failed = 64,
}
