namespace Mail.Core;

/// <summary>What a remote mailbox is read by.</summary>
public enum RemoteProtocol
{
    /// <summary>RFC 1939.</summary>
    Pop3,

    /// <summary>RFC 3501, RFC 9051.</summary>
    Imap,
}
