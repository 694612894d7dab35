namespace Mail.Transport;

/// <summary>STARTTLS was refused or the handshake failed. Where TLS is only a chance, plain text is tried on a fresh connection (RFC 7435 §3).</summary>
internal sealed class TlsFailedException(string reason, bool isCertificate, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>Postfix's: 4.7.5 for a certificate that is not good enough (RFC 3463 §3.8: cryptographic failure), else 4.7.4.</summary>
    public string Status => isCertificate ? "4.7.5" : "4.7.4";
}
