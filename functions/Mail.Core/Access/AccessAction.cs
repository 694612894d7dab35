namespace Mail.Core;

/// <summary>What an access rule does, as in Postfix's access(5).</summary>
public enum AccessAction
{
    /// <summary>The stage lets the message pass, and it is excused from checks of its client: lists, names, greylisting. Gives nobody relaying.</summary>
    Ok,

    /// <summary>Refused for good.</summary>
    Reject,

    /// <summary>Refused for now.</summary>
    Defer,

    /// <summary>Answered 250 and thrown away.</summary>
    Discard,

    /// <summary>Accepted and kept in the spool until an operator releases it.</summary>
    Hold,

    /// <summary>Accepted with the rule's text as a mark in its envelope.</summary>
    Tag,
}
