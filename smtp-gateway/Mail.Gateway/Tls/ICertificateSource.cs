using Mail.Core;

namespace Mail.Gateway;

/// <summary>Where a certificate comes from.</summary>
internal interface ICertificateSource
{
    /// <summary>For logs: the file, or the URL in the vault.</summary>
    string Name { get; }

    /// <summary>How often to look whether there is a new one.</summary>
    TimeSpan Interval { get; }

    /// <exception cref="CertificateException">There is nothing to read.</exception>
    /// <exception cref="StorageUnavailableException">The vault does not answer.</exception>
    Task<CertificateContent> ReadAsync(CancellationToken cancellationToken);
}
