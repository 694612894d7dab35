using System.Security.Cryptography;
using Mail.Core;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Mail.Transport;

/// <summary>Makes signatures with a <see cref="DkimSecret"/>. Ed25519 is BouncyCastle's, which MimeKit brings: .NET has none.</summary>
internal static class SigningKey
{
    /// <summary><c>a=</c>.</summary>
    public static string AlgorithmTag(DkimAlgorithm algorithm) => algorithm == DkimAlgorithm.Rsa ? "rsa-sha256" : "ed25519-sha256";

    /// <exception cref="CryptographicException">The key is no PKCS#8 RSA key, or not of 32 octets.</exception>
    public static byte[] Sign(DkimSecret secret, ReadOnlySpan<byte> data)
    {
        if (secret.Key.Algorithm == DkimAlgorithm.Rsa)
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(secret.PrivateKey.Span, out _);
            return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        if (secret.PrivateKey.Length != Ed25519PrivateKeyParameters.KeySize)
        {
            throw new CryptographicException("An Ed25519 key has 32 octets.");
        }

        // RFC 8463 §3: what is signed is the SHA-256 hash.
        var hash = SHA256.HashData(data);
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, new Ed25519PrivateKeyParameters(secret.PrivateKey.ToArray()));
        signer.BlockUpdate(hash, 0, hash.Length);
        return signer.GenerateSignature();
    }
}
