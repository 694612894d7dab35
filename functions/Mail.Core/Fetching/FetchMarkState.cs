namespace Mail.Core;

/// <summary>How far a message of a remote folder has come. Stored as a number: never change one.</summary>
public enum FetchMarkState : byte
{
    /// <summary>Has its queue id, and is about to be spooled under it, or to be told of when it is too large: whether it has been is not known.</summary>
    Reserved = 0,

    /// <summary>Spooled and enqueued; may be deleted there.</summary>
    Fetched = 1,

    /// <summary>Larger than the account's limit was; its owner has been told. It stays there until the limit lets it come.</summary>
    TooLarge = 2,

    /// <summary>Cannot be read there, time and again; its owner has been told. It stays there.</summary>
    Unreadable = 3,
}
