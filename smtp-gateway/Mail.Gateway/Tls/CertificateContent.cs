using System.Security.Cryptography;

namespace Mail.Gateway;

/// <summary>A certificate as it is stored: PEM or PKCS#12, and the key where that is kept apart.</summary>
/// <param name="Certificate">PEM (with the chain, and the key unless it is apart) or PKCS#12.</param>
/// <param name="Key">PEM; <c>null</c> when it is in <paramref name="Certificate"/>.</param>
internal sealed record CertificateContent(byte[] Certificate, byte[]? Key)
{
    /// <summary>Equal for equal content.</summary>
    public string Digest { get; } = Convert.ToHexString(SHA256.HashData(Certificate)) + Convert.ToHexString(SHA256.HashData(Key ?? []));
}
