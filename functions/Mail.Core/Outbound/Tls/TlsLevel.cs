namespace Mail.Core;

/// <summary>What is asked of the connection to another server; as Postfix's <c>smtp_tls_security_level</c>.</summary>
public enum TlsLevel
{
    /// <summary>Plain text.</summary>
    None,

    /// <summary>TLS when it is offered, whatever the certificate: RFC 7435. MTA-STS and DANE of the destination ask for more.</summary>
    Opportunistic,

    /// <summary>TLS, whatever the certificate (<c>encrypt</c>).</summary>
    Required,

    /// <summary>TLS with a certificate that a known authority gave to the server's name (<c>verify</c>).</summary>
    Verified,
}
