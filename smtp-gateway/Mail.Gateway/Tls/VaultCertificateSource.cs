using System.Text;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>A certificate of Azure Key Vault, which renews it by itself.</summary>
internal sealed class VaultCertificateSource(Uri secret, ISecrets secrets) : ICertificateSource
{
    public string Name => secret.ToString();

    /// <summary>A request costs money, and a vault renews weeks ahead.</summary>
    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async Task<CertificateContent> ReadAsync(CancellationToken cancellationToken)
    {
        var value = await secrets.ReadAsync(secret, cancellationToken)
            ?? throw new CertificateException($"the vault has no enabled secret {secret}");
        if (value.StartsWith("-----BEGIN", StringComparison.Ordinal))
        {
            return new CertificateContent(Encoding.UTF8.GetBytes(value), Key: null);
        }

        var pkcs12 = new byte[value.Length];
        return Convert.TryFromBase64String(value, pkcs12, out var length)
            ? new CertificateContent(pkcs12[..length], Key: null)
            : throw new CertificateException($"the secret {secret} is neither PEM nor the base64 of PKCS#12");
    }
}
