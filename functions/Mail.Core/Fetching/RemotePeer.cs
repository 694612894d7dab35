namespace Mail.Core;

/// <summary>Whom a session is with.</summary>
/// <param name="Host">As the account has it.</param>
/// <param name="Address">The IP address.</param>
/// <param name="Protocol">POP3, POP3S, IMAP, IMAPS: the S when the connection is protected.</param>
/// <param name="TlsProtocol">For example <c>TLSv1.3</c>; <c>null</c> for a plain connection.</param>
/// <param name="TlsCipher">For example <c>TLS_AES_256_GCM_SHA384</c>; <c>null</c> for a plain connection.</param>
public sealed record RemotePeer(string Host, string Address, string Protocol, string? TlsProtocol, string? TlsCipher);
