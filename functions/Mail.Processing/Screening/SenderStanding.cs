namespace Mail.Processing;

/// <summary>Whether the reverse-path of a message is who it says: answers go there (RFC 3834 §4), and must not go to people who never wrote.</summary>
public enum SenderStanding
{
    /// <summary>Nobody vouches for it, and nobody denies it.</summary>
    Unverified,

    /// <summary>Its domain vouches for it, by SPF or by a signature of its own; or it is a user of ours who has logged in.</summary>
    Verified,

    /// <summary>Its domain says that it is not, or the author's domain says so of the message.</summary>
    Forged,
}
