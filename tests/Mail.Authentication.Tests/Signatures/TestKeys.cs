using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Mail.Testing;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Mail.Authentication.Tests.Signatures;

/// <summary>Keys, the zone that publishes them, and signatures made without the code under test.</summary>
internal static partial class TestKeys
{
    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly Ed25519PrivateKeyParameters Ed25519 = new(new SecureRandom());

    public static string RsaRecord => Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo());

    public static string Ed25519Record => Convert.ToBase64String(Ed25519.GeneratePublicKey().GetEncoded());

    /// <summary>Selector s is RSA, e is Ed25519, of d.test and sub.d.test.</summary>
    /// <param name="records">More names with a TXT record each.</param>
    public static FakeDns Zone(params (string Name, string Txt)[] records)
    {
        (string, string)[] usual =
        [
            ("s._domainkey.d.test", $"v=DKIM1; k=rsa; p={RsaRecord}"), ("e._domainkey.d.test", $"v=DKIM1; k=ed25519; p={Ed25519Record}"),
            ("s._domainkey.other.test", $"v=DKIM1; k=rsa; p={RsaRecord}"),
        ];
        return FakeDns.Parse($$"""{"slow._domainkey.d.test": {"TIMEOUT": true}, {{string.Join(", ", usual.Concat(records).Select(r => $$"""
            "{{r.Item1}}": {"TXT": ["{{r.Item2}}"]}
            """))}}}""");
    }

    /// <summary>Base64 of the signature over text that is in its canonical form.</summary>
    public static string Sign(string canonical, bool ed25519 = false)
    {
        var data = Encoding.UTF8.GetBytes(canonical);
        if (!ed25519)
        {
            return Convert.ToBase64String(Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, Ed25519);
        var hash = SHA256.HashData(data);
        signer.BlockUpdate(hash, 0, hash.Length);
        return Convert.ToBase64String(signer.GenerateSignature());
    }

    public static string BodyHash(string canonical) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    /// <summary>RFC 6376 §3.4.2, by regular expressions. Without the CRLF.</summary>
    public static string Relax(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        return field[..colon].Trim().ToLowerInvariant() + ":" + WhiteSpace().Replace(field[(colon + 1)..], " ").Trim();
    }

    /// <summary>RFC 6376 §3.5: without <c>b</c> and the white space around it.</summary>
    public static string WithoutSignature(string tags) => Signature().Replace(tags, "$1");

    [GeneratedRegex(@"(?:\r\n|[ \t])+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"(\bb[ ]?=)\s*\{b\}\s*")]
    private static partial Regex Signature();
}
