namespace Mail.Core;

/// <summary>What becomes of a message because of a scanner; of several the last one in this order counts.</summary>
public enum ScanAction
{
    /// <summary>Nothing.</summary>
    Pass,

    /// <summary>It is delivered as if nothing were; the record, and the spam filter through its facts, know of it.</summary>
    Tag,

    /// <summary>It is filed as spam, whatever the spam filter thinks.</summary>
    Junk,

    /// <summary>It waits until the scanner answers.</summary>
    Defer,

    /// <summary>It is held for all its recipients until an operator releases it or its time is over.</summary>
    Quarantine,

    /// <summary>Nobody gets it.</summary>
    Discard,
}
