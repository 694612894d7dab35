using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mail.Core;

namespace Mail.Transport.Tests;

/// <summary>A chain that no system trusts: root, intermediate, and a server's certificate for mx.peer.test.</summary>
internal sealed class DaneAuthority : IDisposable
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UtcNow.AddYears(-1);

    private readonly ECDsa _rootKey = NewKey();
    private readonly ECDsa _intermediateKey = NewKey();
    private readonly ECDsa _leafKey = NewKey();

    public DaneAuthority(DateTimeOffset? leafEnds = null)
    {
        Root = Request("CN=Own Root", _rootKey, isAuthority: true).CreateSelfSigned(Begin, Begin.AddYears(10));
        Intermediate = Issue(Request("CN=Own Intermediate", _intermediateKey, isAuthority: true), Root, _rootKey, Begin.AddYears(9));
        Leaf = Issue(Request("CN=mx.peer.test", _leafKey, isAuthority: false, "mx.peer.test"), Intermediate, _intermediateKey, leafEnds ?? Begin.AddYears(8));
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    public X509Certificate2 Leaf { get; }

    /// <summary>What a server sends behind its own.</summary>
    public X509Certificate2Collection Sent => [Intermediate, Root];

    /// <summary>The server's, with its key.</summary>
    public X509Certificate2 Server()
    {
        using var whole = Leaf.CopyWithPrivateKey(_leafKey);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12, "x"), "x");
    }

    /// <summary>By the words of the intermediate, by the key of a stranger.</summary>
    public X509Certificate2 Forge()
    {
        using var key = NewKey();
        using var stranger = NewKey();
        return Issue(Request("CN=mx.peer.test", key, isAuthority: false, "mx.peer.test"), Intermediate, stranger, Begin.AddYears(8));
    }

    public X509Certificate2 IssueByLeaf(string name)
    {
        using var key = NewKey();
        return Issue(Request("CN=" + name, key, isAuthority: false, name), Leaf, _leafKey, Begin.AddYears(7));
    }

    /// <param name="whose">leaf, intermediate, root, or anything else for a certificate that is not in the chain.</param>
    public DnsRecord.Tlsa Record(byte usage, byte selector, byte matching, string whose)
    {
        using var stranger = Forge();
        var certificate = whose switch { "leaf" => Leaf, "intermediate" => Intermediate, "root" => Root, _ => stranger };
        var octets = selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        var data = matching switch { 1 => SHA256.HashData(octets), 2 => SHA512.HashData(octets), _ => octets };
        return new DnsRecord.Tlsa(usage, selector, matching, Convert.ToHexStringLower(data));
    }

    public void Dispose()
    {
        X509Certificate2[] certificates = [Root, Intermediate, Leaf];
        Array.ForEach(certificates, certificate => certificate.Dispose());
        ECDsa[] keys = [_rootKey, _intermediateKey, _leafKey];
        Array.ForEach(keys, key => key.Dispose());
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest Request(string subject, ECDsa key, bool isAuthority, string? name = null)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (name is not null)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        return request;
    }

    private static X509Certificate2 Issue(CertificateRequest request, X509Certificate2 issuer, ECDsa key, DateTimeOffset end) =>
        request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(key), Begin, end, RandomNumberGenerator.GetBytes(8));
}
