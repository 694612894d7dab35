using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Testing;

/// <summary>Certificates as an authority would issue them: root, intermediate, and what a test asks for.</summary>
public sealed class TestCertificate : IDisposable
{
    private static readonly Lazy<(X509Certificate2 Root, X509Certificate2 Intermediate)> Authority = new(MakeAuthority);

    private readonly X509Certificate2 _certificate;

    private TestCertificate(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>The one that clients trust.</summary>
    public static X509Certificate2 Root => Authority.Value.Root;

    public static string IntermediatePem => Authority.Value.Intermediate.ExportCertificatePem() + "\n";

    public string Thumbprint => _certificate.Thumbprint;

    /// <summary>The certificate alone.</summary>
    public string Pem => _certificate.ExportCertificatePem() + "\n";

    public string KeyPem => _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>As certbot's fullchain.pem with privkey.pem behind it.</summary>
    public string WholePem => Pem + IntermediatePem + KeyPem;

    /// <param name="names">DNS names; the first is also the common name.</param>
    /// <param name="notAfter">Default in 90 days.</param>
    public static TestCertificate For(IReadOnlyList<string> names, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        alternatives.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var end = notAfter ?? DateTimeOffset.UtcNow.AddDays(90);
        using var issued = request.Create(Authority.Value.Intermediate, end.AddDays(-120), end, RandomNumberGenerator.GetBytes(8));
        return new TestCertificate(issued.CopyWithPrivateKey(key));
    }

    /// <summary>PKCS#12 with the intermediate.</summary>
    public byte[] ToPkcs12(string password)
    {
        using var intermediate = X509CertificateLoader.LoadCertificate(Authority.Value.Intermediate.RawData);
        return new X509Certificate2Collection { intermediate, _certificate }.Export(X509ContentType.Pkcs12, password)!;
    }

    public void Dispose() => _certificate.Dispose();

    private static (X509Certificate2 Root, X509Certificate2 Intermediate) MakeAuthority()
    {
        var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = Request("CN=Test Root", rootKey).CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(10));
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Request("CN=Test Intermediate", key)
            .Create(root, DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(5), RandomNumberGenerator.GetBytes(8));
        return (root, issued.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Request(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request;
    }
}
