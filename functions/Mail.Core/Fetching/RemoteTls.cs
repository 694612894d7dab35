namespace Mail.Core;

/// <summary>How a connection to a remote mailbox is protected. With TLS the server's certificate has to be good, or the one that is expected.</summary>
public enum RemoteTls
{
    /// <summary>Name and password go over the network as they are: only where somebody has said so.</summary>
    None,

    /// <summary>STLS (RFC 2595 §4) or STARTTLS (RFC 9051 §6.2.1) before the login; a server without it gets no password.</summary>
    StartTls,

    /// <summary>From the first octet (RFC 8314 §3).</summary>
    Implicit,
}
