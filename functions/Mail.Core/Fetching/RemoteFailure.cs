namespace Mail.Core;

/// <summary>Why a visit to a remote mailbox failed. What is not understood is temporary: it is tried again.</summary>
public enum RemoteFailure
{
    /// <summary>No connection, or it was lost.</summary>
    Unreachable,

    /// <summary>No TLS, or not with the right certificate.</summary>
    Tls,

    /// <summary>The server does not take name and password. Trying again may lock the account, so it is paused.</summary>
    Credentials,

    /// <summary>The server asks for patience: the mailbox is in use, or there were too many logins. Or we have to: others have all memory.</summary>
    Busy,

    /// <summary>The server does not keep to the protocol, or to what it has said before.</summary>
    Protocol,

    /// <summary>The server sends more, or more slowly, than we take.</summary>
    Limit,

    /// <summary>Something here is wrong: no password, no key, no such account, an address that must not be connected to.</summary>
    Settings,
}
