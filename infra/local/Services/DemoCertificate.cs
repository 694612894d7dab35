using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Local.Services;

/// <summary>
/// A certificate that this machine makes for itself, so that STARTTLS and submission can be tried. Kept between runs: a client that was told to
/// trust it once goes on trusting it.
/// </summary>
internal sealed class DemoCertificate
{
    // Mail programs of Apple refuse certificates that are good for longer.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(825);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly string _folder;
    private readonly IReadOnlyList<string> _names;
    private readonly TimeProvider _time;

    private DemoCertificate(string folder, IReadOnlyList<string> names, TimeProvider time)
    {
        _folder = folder;
        _names = names;
        _time = time;
    }

    /// <summary>For clients that are to trust it.</summary>
    public string CertificateFile => Path.Combine(_folder, "certificate.pem");

    public string KeyFile => Path.Combine(_folder, "key.pem");

    /// <summary>What the gateway is told.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
        [new("MAIL_TLS_CERTIFICATE", CertificateFile), new("MAIL_TLS_KEY", KeyFile)];

    /// <summary>Makes it, unless there is one that is good for the names of this run.</summary>
    /// <returns><c>null</c> when the environment names another certificate.</returns>
    /// <exception cref="StartupException">The folder cannot be written.</exception>
    public static DemoCertificate? Ensure(string folder, TimeProvider time, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(environment("MAIL_TLS_CERTIFICATE")))
            return null;
        string[] demo = ["localhost", DemoData.Domain, $"mail.{DemoData.Domain}", $"mx.{DemoData.Domain}"];
        var own = environment("MAIL_HOSTNAME") is { Length: > 0 } name ? name : System.Environment.MachineName;
        var certificate = new DemoCertificate(folder, [.. demo, .. Uri.CheckHostName(own) == UriHostNameType.Dns ? [own] : Array.Empty<string>()], time);
        try
        {
            if (!certificate.IsGood())
                certificate.Make();
            return certificate;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the TLS certificate cannot be kept in {folder}: {e.Message}");
        }
    }

    private bool IsGood()
    {
        if (!File.Exists(CertificateFile) || !File.Exists(KeyFile))
            return false;
        try
        {
            using var present = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);
            return present.NotAfter.ToUniversalTime() - _time.GetUtcNow() > RenewBefore && _names.All(name => present.MatchesHostname(name));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false; // cut off by a crash, or not with this key: a new one takes its place
        }
    }

    private void Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Mail.Cloud on this machine", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in _names)
            alternatives.AddDnsName(name);
        alternatives.AddIpAddress(IPAddress.Loopback);
        alternatives.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)); // serverAuth
        var now = _time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
        Directory.CreateDirectory(_folder);
        Write(KeyFile, key.ExportPkcs8PrivateKeyPem());
        Write(CertificateFile, certificate.ExportCertificatePem());
    }

    /// <summary>For this user only from the first octet on, and never half there.</summary>
    private static void Write(string file, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var next = file + ".new";
        File.Delete(next); // the mode is given to new files only
        using (var writer = new StreamWriter(next, options))
            writer.Write(pem + "\n");
        File.Move(next, file, overwrite: true);
    }
}
