using System.Security.Cryptography.X509Certificates;

namespace Mail.Transport;

/// <summary>How certificates of others are checked.</summary>
internal static class CertificateTrust
{
    /// <summary>
    /// Asks nobody: neither for revocation nor for what is missing in a chain. Both addresses stand in the certificate, so whoever shows one could have us
    /// talk to any host.
    /// </summary>
    /// <param name="authorities">To trust in the place of the system's; <c>null</c> for these.</param>
    public static X509ChainPolicy Policy(X509Certificate2Collection? authorities)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }
}
