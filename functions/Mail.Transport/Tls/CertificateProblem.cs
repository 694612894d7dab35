using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Says by the words of reports what is wrong with a certificate (RFC 8460 §4.3).</summary>
internal static class CertificateProblem
{
    /// <returns><c>null</c> when nothing is.</returns>
    public static TlsProblem? Of(SslPolicyErrors errors, X509Chain? chain) =>
        errors == SslPolicyErrors.None ? null
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? TlsProblem.ValidationFailure
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? TlsProblem.CertificateHostMismatch
        : chain is not null && Array.Exists(chain.ChainStatus, status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) ? TlsProblem.CertificateExpired
        : TlsProblem.CertificateNotTrusted;
}
