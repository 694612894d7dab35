using Mail.Core;

namespace Mail.Gateway;

/// <summary>Reads <see cref="GatewayOptions.TlsCertificate"/>.</summary>
internal static class CertificateSources
{
    private const string VaultPrefix = "keyvault:";

    private static readonly char[] Separators = [',', ';'];

    /// <exception cref="FormatException">The settings do not go together; the message says what to set.</exception>
    public static IReadOnlyList<ICertificateSource> From(GatewayOptions options, ISecrets? secrets)
    {
        var certificates = Split(options.TlsCertificate);
        var keys = Split(options.TlsKey);
        if (keys.Length > 0 && keys.Length != certificates.Length)
        {
            throw new FormatException(
                $"MAIL_TLS_KEY names {keys.Length} files and MAIL_TLS_CERTIFICATE {certificates.Length}: give one key for each certificate, in the same "
                + "order (for one that is in the file of its certificate, that file again), or no MAIL_TLS_KEY at all.");
        }

        return [.. certificates.Select((certificate, i) => From(certificate, keys.ElementAtOrDefault(i), secrets))];
    }

    private static ICertificateSource From(string certificate, string? key, ISecrets? secrets)
    {
        if (!certificate.StartsWith(VaultPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return new FileCertificateSource(certificate, key == certificate ? null : key);
        }

        return secrets is not null && Uri.TryCreate(certificate[VaultPrefix.Length..], UriKind.Absolute, out var url) && url.Scheme == "https"
            ? new VaultCertificateSource(url, secrets)
            : throw new FormatException(
                $"MAIL_TLS_CERTIFICATE has '{certificate}': write keyvault:https://VAULT.vault.azure.net/certificates/NAME.");
    }

    private static string[] Split(string? list) =>
        list?.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
