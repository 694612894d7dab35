using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mail.Gateway;

/// <summary>Makes of stored octets a certificate that can be shown.</summary>
internal static class CertificateReader
{
    /// <param name="password">Of PKCS#12, or of an encrypted PEM key; <c>null</c> for none.</param>
    /// <exception cref="CertificateException">It cannot be used.</exception>
    public static ServerCertificate Read(string source, CertificateContent content, string? password)
    {
        try
        {
            var all = content.Certificate.AsSpan().IndexOf("-----BEGIN "u8) >= 0
                ? ReadPem(content, password)
                : X509CertificateLoader.LoadPkcs12Collection(content.Certificate, password, X509KeyStorageFlags.Exportable);
            var leaf = all.FirstOrDefault(c => c.HasPrivateKey)
                ?? throw new CertificateException("there is no private key with it: set MAIL_TLS_KEY to the file that has it");
            all.Remove(leaf);
            return new ServerCertificate(source, leaf, all);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateException(Explain(content, password, e), e);
        }
    }

    private static X509Certificate2Collection ReadPem(CertificateContent content, string? password)
    {
        var certificates = new X509Certificate2Collection();
        var text = Encoding.Latin1.GetString(content.Certificate);
        certificates.ImportFromPem(text);
        if (certificates.Count == 0)
        {
            throw new CertificateException("there is no certificate in it");
        }

        var key = content.Key is null ? text : Encoding.Latin1.GetString(content.Key);
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new CertificateException("there is no private key with it: set MAIL_TLS_KEY to the file that has it");
        }

        // RFC 8446 §4.4.2: the server's own certificate comes first.
        using var first = certificates[0];
        certificates[0] = key.Contains("ENCRYPTED", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(first.ExportCertificatePem(), key, password)
            : X509Certificate2.CreateFromPem(first.ExportCertificatePem(), key);
        return certificates;
    }

    private static string Explain(CertificateContent content, string? password, Exception error)
    {
        var what = content.Certificate.AsSpan().IndexOf("-----BEGIN "u8) >= 0
            ? "it, or its key, is damaged, or the key does not belong to its first certificate"
            : "it is neither PEM nor a readable PKCS#12 file";
        var hint = password is null ? "; if it has a password, set MAIL_TLS_PASSWORD" : "; or MAIL_TLS_PASSWORD is not its password";
        return $"{what}{hint} ({error.Message})";
    }
}
