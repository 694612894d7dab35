using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Gateway;

/// <summary>The channel binding <c>tls-server-end-point</c> (RFC 5929 §4.1).</summary>
internal static class ServerEndPoint
{
    /// <summary>The hash of the certificate by the hash function of its signature, SHA-256 for MD5 and SHA-1; <c>null</c> where that names none, or several.</summary>
    public static ReadOnlyMemory<byte>? Of(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        // md5, sha1 and sha256 WithRSAEncryption, ecdsa-with-SHA1 and -SHA256 (RFC 8017 Appendix C, RFC 5758 §3.2).
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.113549.1.1.11" or "1.2.840.10045.4.1" or "1.2.840.10045.4.3.2" =>
            SHA256.HashData(certificate.RawDataMemory.Span),
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(certificate.RawDataMemory.Span),
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(certificate.RawDataMemory.Span),
        _ => (ReadOnlyMemory<byte>?)null,
    };
}
