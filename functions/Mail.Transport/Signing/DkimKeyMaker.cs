using System.Security.Cryptography;
using Mail.Core;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Mail.Transport;

/// <summary>Makes new keys.</summary>
public static class DkimKeyMaker
{
    // RFC 8301 §3.2: signers should use 2048; more does not fit a TXT string of 255 octets even in halves that all zone editors take.
    private const int RsaBits = 2048;

    /// <summary>A key in state <see cref="DkimKeyState.Next"/>.</summary>
    public static DkimSecret Make(string domain, string selector, DkimAlgorithm algorithm, DateTimeOffset now)
    {
        var (publicKey, privateKey) = algorithm == DkimAlgorithm.Rsa ? MakeRsa() : MakeEd25519();
        return new DkimSecret(
            new DkimKey
            {
                Domain = domain,
                Selector = selector,
                Algorithm = algorithm,
                State = DkimKeyState.Next,
                PublicKey = Convert.ToBase64String(publicKey),
                Since = now,
            },
            privateKey);
    }

    private static (byte[] Public, byte[] Private) MakeRsa()
    {
        using var rsa = RSA.Create(RsaBits);
        return (rsa.ExportSubjectPublicKeyInfo(), rsa.ExportPkcs8PrivateKey());
    }

    private static (byte[] Public, byte[] Private) MakeEd25519()
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        return (key.GeneratePublicKey().GetEncoded(), key.GetEncoded());
    }
}
