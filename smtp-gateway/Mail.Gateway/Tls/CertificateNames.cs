using System.Security.Cryptography.X509Certificates;

namespace Mail.Gateway;

/// <summary>The names that a certificate is for.</summary>
internal static class CertificateNames
{
    /// <summary>Its DNS names (RFC 9525 §6.2); for a certificate that has none, as people still make them by hand, its common name.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).ToList();
        if (names.Count == 0 && certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common)
        {
            names.Add(common);
        }

        return [.. names.Select(name => name.TrimEnd('.').ToLowerInvariant()).Distinct()];
    }
}
