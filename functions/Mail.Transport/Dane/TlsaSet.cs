using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mail.Core;

namespace Mail.Transport;

/// <summary>The TLSA records of one server, and which certificates fit them (RFC 7672 §3, RFC 7671).</summary>
internal sealed class TlsaSet : IEquatable<TlsaSet>
{
    // RFC 7672 §3.1: the two usages for SMTP. PKIX-TA(0) and PKIX-EE(1) are not (§3.1.3).
    private const byte Authority = 2;
    private const byte EndEntity = 3;
    private const byte Exact = 0;

    // Servers have two to four. What comes beyond it is not looked at: then fewer certificates fit, not more.
    private const int MaxRecords = 100;

    private readonly IReadOnlyList<string> _names;
    private readonly string _identity;

    /// <param name="baseDomain">The name under which the records are: for SNI and as a name of the server (RFC 7672 §2.2.3, §8.1).</param>
    /// <param name="names">Further names that a certificate may be for: of the domain that the mail is for (RFC 7672 §3.2.2).</param>
    public TlsaSet(string baseDomain, IEnumerable<string> names, IEnumerable<DnsRecord.Tlsa> records)
    {
        BaseDomain = baseDomain;
        _names = [baseDomain, .. names];
        Usable = Strongest([.. records.Take(MaxRecords).Where(IsUsable)]);
        Texts = [.. Usable.Select(record => $"{record.Usage} {record.Selector} {record.MatchingType} {record.Data}")];
        _identity = string.Join('\n', [.. _names, "", .. Texts.Order(StringComparer.Ordinal)]);
    }

    public string BaseDomain { get; }

    /// <summary>Those that can be understood; empty when TLS is wanted and nothing can be said of the certificate (RFC 7672 §2.2).</summary>
    public IReadOnlyList<DnsRecord.Tlsa> Usable { get; }

    /// <summary><see cref="Usable"/> as a zone has them.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <param name="leaf">What the server has shown.</param>
    /// <param name="sent">The others that it has sent.</param>
    public bool Accepts(X509Certificate2 leaf, X509Certificate2Collection sent) =>
        // RFC 7672 §3.1.1: neither the names nor the dates of the certificate count.
        Fits(EndEntity, leaf) || (_names.Any(name => leaf.MatchesHostname(name)) && IsIssued(leaf, sent));

    public bool Equals(TlsaSet? other) => other is not null && other._identity == _identity;

    public override bool Equals(object? obj) => Equals(obj as TlsaSet);

    public override int GetHashCode() => _identity.GetHashCode(StringComparison.Ordinal);

    private static bool IsUsable(DnsRecord.Tlsa record) =>
        record is { Usage: Authority or EndEntity, Selector: 0 or 1 }
        && record.MatchingType switch
        {
            Exact => record.Data.Length > 0,
            // RFC 6698 §2.1.3: a hash is as long as it is, in hexadecimal twice that.
            1 => record.Data.Length == 2 * SHA256.HashSizeInBytes,
            2 => record.Data.Length == 2 * SHA512.HashSizeInBytes,
            _ => false,
        };

    // RFC 7671 §9: where a key is given by several digests, the weaker ones do not count.
    private static List<DnsRecord.Tlsa> Strongest(List<DnsRecord.Tlsa> records) =>
        records.FindAll(record => record.MatchingType is Exact
            || !records.Exists(other => other.Usage == record.Usage && other.Selector == record.Selector && other.MatchingType > record.MatchingType));

    private bool Fits(byte usage, X509Certificate2 certificate) => Usable.Any(record => record.Usage == usage && Fits(record, certificate));

    private static bool Fits(DnsRecord.Tlsa record, X509Certificate2 certificate)
    {
        var octets = record.Selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        var data = record.MatchingType switch { Exact => octets, 1 => SHA256.HashData(octets), _ => SHA512.HashData(octets) };
        return Convert.ToHexStringLower(data) == record.Data;
    }

    /// <summary>RFC 7672 §3.1.2: a certificate that fits has issued the server's, over any number of others.</summary>
    private bool IsIssued(X509Certificate2 leaf, X509Certificate2Collection sent)
    {
        if (!Usable.Any(record => record.Usage == Authority))
        {
            return false;
        }

        using var chain = new X509Chain { ChainPolicy = CertificateTrust.Policy([]) };
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.ExtraStore.AddRange(WholeAuthorities());
        // Whether the end is trusted is for the records to say, and not for the outcome.
        _ = chain.Build(leaf);
        var links = chain.ChainElements.ToList();
        var anchor = links.FindIndex(1, link => Fits(Authority, link.Certificate));
        return anchor > 0 && links.Take(anchor + 1).All(IsSound);
    }

    // RFC 7672 §3.1.2: a server need not send the authority when the record is the whole of it.
    private X509Certificate2[] WholeAuthorities() =>
        [.. Usable.Where(record => record is { Usage: Authority, Selector: 0, MatchingType: Exact }).Select(TryLoad).OfType<X509Certificate2>()];

    private static X509Certificate2? TryLoad(DnsRecord.Tlsa record)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromHexString(record.Data));
        }
        catch (CryptographicException)
        {
            // No certificate: it fits nothing.
            return null;
        }
    }

    private static bool IsSound(X509ChainElement link) => Array.TrueForAll(
        link.ChainElementStatus,
        status => (status.Status & ~(X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) == X509ChainStatusFlags.NoError);
}
