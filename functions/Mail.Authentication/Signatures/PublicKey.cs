using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Mail.Authentication;

/// <summary>One key record: RFC 6376 §3.6.1, RFC 8463 §4.</summary>
internal sealed class PublicKey
{
    /// <summary>RFC 8301 §3.2: verifiers refuse shorter ones and take at least up to the longer one. Whoever signs chooses the key: one of 16,384 bits takes a minute.</summary>
    private const int MinRsaBits = 1024;
    private const int MaxRsaBits = 4096;

    // Real ones are 65537 or 3. NIST SP 800-56B §6.2 allows 256 bits; with one as long as the modulus a verification costs as much as a signature.
    private const int MaxExponent = 8;

    private readonly TagList _tags;
    private readonly byte[] _octets;

    private PublicKey(TagList tags, byte[] octets)
    {
        _tags = tags;
        _octets = octets;
    }

    /// <summary><c>t=y</c>.</summary>
    public bool IsTesting => Has("t", "y");

    /// <param name="problem">Why the record is no key; <c>null</c> when it is one.</param>
    public static PublicKey? Parse(string record, out string? problem)
    {
        var tags = TagList.Parse(record, isLenient: true);
        var octets = new byte[record.Length];
        var written = 0;
        problem = tags switch
        {
            null => "the key record cannot be read",
            // RFC 6376 §3.6.1: v= is optional, stands first, and says DKIM1.
            { } when tags["v"] is { } version && (version != "DKIM1" || tags.First != "v") => "the key record has an unknown version",
            { } when tags["p"] is null => "the key record has no key",
            { } when tags["p"] is "" => "the key has been revoked",
            { } when !Convert.TryFromBase64String(tags["p"]!, octets, out written) => "the key is no base64",
            _ => null,
        };
        return problem is null ? new PublicKey(tags!, octets[..written]) : null;
    }

    /// <summary>Whether this key may have made a signature: RFC 6376 §6.1.2, in its order.</summary>
    /// <returns><c>null</c> when it may.</returns>
    public string? ProblemFor(SignatureTags signature) =>
        _tags["h"] is not null && !Has("h", "sha256") ? "the key is for other hashes"
        : _tags["s"] is not null && !Has("s", "*") && !Has("s", "email") ? "the key is not for mail"
        : (_tags["k"] ?? "rsa") != signature.Algorithm.Split('-')[0] ? "the key is of another kind"
        : Has("t", "s") && signature.Identity is { } identity && !identity.EndsWith("@" + signature.Domain, StringComparison.OrdinalIgnoreCase)
            ? "the key is not for subdomains"
        : null;

    /// <param name="hash">SHA-256 of what was signed.</param>
    public SignatureCheck Verify(SignatureTags signature, byte[] hash) =>
        signature.Algorithm == SignatureAlgorithm.Ed25519 ? VerifyEd25519(signature.Signature, hash) : VerifyRsa(signature.Signature, hash);

    private SignatureCheck VerifyRsa(byte[] signature, byte[] hash)
    {
        using var rsa = RSA.Create();
        if (!TryImport(rsa))
        {
            return new SignatureCheck(AuthenticationResult.PermError, "the key cannot be read");
        }

        if (rsa.KeySize is < MinRsaBits or > MaxRsaBits || rsa.ExportParameters(false).Exponent!.Length > MaxExponent)
        {
            return new SignatureCheck(AuthenticationResult.Policy, $"the key has {rsa.KeySize} bits, or a strange exponent");
        }

        return Outcome(rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A SubjectPublicKeyInfo as everybody publishes, or the RSAPublicKey that RFC 6376 §3.6.1 asks for.</summary>
    private bool TryImport(RSA rsa)
    {
        // A modulus and its wrapping; longer is beyond the limit in any case.
        if (_octets.Length > 2 * MaxRsaBits / 8)
        {
            return false;
        }

        try
        {
            // The kind is told apart by what stands first: a sequence, or the modulus itself.
            var isBare = new AsnReader(_octets, AsnEncodingRules.BER).ReadSequence().PeekTag() == Asn1Tag.Integer;
            if (isBare)
            {
                rsa.ImportRSAPublicKey(_octets, out _);
            }
            else
            {
                rsa.ImportSubjectPublicKeyInfo(_octets, out _);
            }

            return true;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            // Whatever it is, it is no key.
            return false;
        }
    }

    private SignatureCheck VerifyEd25519(byte[] signature, byte[] hash)
    {
        if (_octets.Length != Ed25519PublicKeyParameters.KeySize)
        {
            return new SignatureCheck(AuthenticationResult.PermError, "the key cannot be read");
        }

        try
        {
            // RFC 8463 §3: what is signed is the hash.
            var verifier = new Ed25519Signer();
            verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(_octets));
            verifier.BlockUpdate(hash, 0, hash.Length);
            return Outcome(verifier.VerifySignature(signature));
        }
        catch (ArgumentException)
        {
            // No point of the curve.
            return new SignatureCheck(AuthenticationResult.PermError, "the key cannot be read");
        }
    }

    private SignatureCheck Outcome(bool isTrue) => isTrue
        ? new SignatureCheck(AuthenticationResult.Pass) { IsTesting = IsTesting }
        : new SignatureCheck(AuthenticationResult.Fail, "the signature is not of this header, or of another key") { IsTesting = IsTesting };

    /// <summary>A list with colons: RFC 6376 §3.6.1.</summary>
    private bool Has(string tag, string value) => _tags[tag]?.Split(':').Any(part => part.Trim(' ', '\t', '\r', '\n') == value) == true;
}
