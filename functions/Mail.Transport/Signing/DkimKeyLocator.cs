using Mail.Core;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;

namespace Mail.Transport;

/// <summary>Looks up public keys for MimeKit's verifiers. A lookup that fails for now is remembered: then nothing is known.</summary>
internal sealed class DkimKeyLocator(IDnsResolver dns) : DkimPublicKeyLocatorBase
{
    /// <summary>A chain of 50 sets has 100 signatures, few of different keys.</summary>
    private const int MaxLookups = 20;

    // RFC 8301 §3.2: verifiers take up to 4096. Whoever signs chooses the key, and one of 16,384 takes a minute to verify with.
    private const int MaxRsaBits = 4096;

    // Real ones are 65537 or 3. NIST SP 800-56B §6.2 allows 256 bits; with one as long as the modulus a verification costs as much as a signature.
    private const int MaxExponentBits = 64;

    private readonly Dictionary<string, AsymmetricKeyParameter> _keys = [];
    private int _lookups;

    /// <summary>At least one key could not be looked up now.</summary>
    public bool HasFailed { get; private set; }

    public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The verifiers are asked without blocking.");

    public override async Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
        string methods, string domain, string selector, CancellationToken cancellationToken = default)
    {
        var name = $"{selector}._domainkey.{domain}";
        if (_keys.TryGetValue(name, out var known))
        {
            return known;
        }

        if (++_lookups > MaxLookups)
        {
            throw new FormatException("There are too many different keys.");
        }

        var answer = await dns.QueryAsync(name, DnsType.Txt, cancellationToken);
        HasFailed |= answer.Outcome == DnsOutcome.TemporaryFailure;
        var record = answer.Records.OfType<DnsRecord.Text>().FirstOrDefault() ?? throw new FormatException($"{name} has no key.");
        var key = GetPublicKey(record.Value);
        return _keys[name] = key is not RsaKeyParameters rsa || (rsa.Modulus.BitLength <= MaxRsaBits && rsa.Exponent.BitLength <= MaxExponentBits)
            ? key
            : throw new FormatException($"{name} has a key that is too long.");
    }
}
