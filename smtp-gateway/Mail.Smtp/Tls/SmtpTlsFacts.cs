namespace Mail.Smtp;

/// <summary>What was agreed on in a handshake.</summary>
/// <param name="Protocol">For example <c>TLSv1.3</c>.</param>
/// <param name="Cipher">The name in IANA's TLS Cipher Suites registry, for example <c>TLS_AES_256_GCM_SHA384</c>.</param>
public sealed record SmtpTlsFacts(string Protocol, string Cipher)
{
    /// <summary>The name that the client asked for (SNI, RFC 6066 §3); <c>null</c> when it asked for none.</summary>
    public string? ServerName { get; init; }

    /// <summary>
    /// The channel binding <c>tls-server-end-point</c> (RFC 5929 §4): the hash of the certificate that we have shown; <c>null</c> when not known.
    /// <c>tls-exporter</c> (RFC 9266) cannot be had: .NET does not give out exported keying material.
    /// </summary>
    public ReadOnlyMemory<byte>? ServerEndPoint { get; init; }
}
