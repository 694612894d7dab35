using Mail.Core;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Mail.Transport;

/// <summary>Looks up public keys for MimeKit's verifiers. A lookup that fails for now is remembered: then nothing is known.</summary>
internal sealed class DkimKeyLocator(IDnsResolver dns) : DkimPublicKeyLocatorBase
{
    /// <summary>A chain of 50 sets has 100 signatures, few of different keys.</summary>
    private const int MaxLookups = 20;

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
        return _keys[name] = GetPublicKey(record.Value);
    }
}
