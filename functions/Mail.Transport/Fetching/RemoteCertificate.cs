using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Transport;

/// <summary>Looks at the certificate of a server of remote mailboxes.</summary>
/// <param name="fingerprint">Of the one that it has to be, see <see cref="Core.RemoteAccount.Fingerprint"/>; <c>null</c>: any good one.</param>
internal sealed class RemoteCertificate(string? fingerprint)
{
    /// <summary>What is wrong with it, in words; <c>null</c> when nothing is, or none was shown.</summary>
    public string? Problem { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Problem = certificate is null ? "the server shows no certificate"
            : fingerprint is not null ? Compare(certificate)
            : errors == SslPolicyErrors.None ? null
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "the certificate is for another name"
            : "the certificate is not to be trusted: " + string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.Status).Distinct());
        return Problem is null;
    }

    private string? Compare(X509Certificate certificate)
    {
        var found = Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));
        return found == fingerprint ? null : $"the certificate's fingerprint is {found}, and not the one that is expected";
    }
}
