namespace Mail.Core;

/// <summary>What is done with a message that its author's domain asks to reject or to quarantine (RFC 7489 §6.3). It is accepted by then, so nobody is told.</summary>
public enum DmarcAction
{
    /// <summary>It is filed as spam.</summary>
    File,

    /// <summary>It is delivered as if nothing were; the record says so.</summary>
    Tag,

    /// <summary>Nobody gets it.</summary>
    Discard,
}
