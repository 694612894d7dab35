namespace Mail.Core;

/// <summary>The <c>Action</c> of RFC 3464 §2.3.3.</summary>
public enum NoticeAction
{
    Failed,
    Delayed,

    /// <summary>In a mailbox here.</summary>
    Delivered,

    /// <summary>Given to a server that does not promise notices itself.</summary>
    Relayed,

    /// <summary>Delivered to an alias with several targets.</summary>
    Expanded,
}
