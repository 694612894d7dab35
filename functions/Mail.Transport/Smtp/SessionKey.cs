using Mail.Core;

namespace Mail.Transport;

/// <summary>What a connection has to have in common with another to take its place.</summary>
/// <param name="Credentials">Where they are, not what.</param>
internal sealed record SessionKey(NextHop Hop, TlsLevel Tls, string? Credentials)
{
    /// <summary>Records of which one has to fit the certificate; <c>null</c> for none.</summary>
    public TlsaSet? Dane { get; init; }

    /// <summary>For SNI, and what a certificate has to be for: RFC 7672 §8.1, RFC 8461 §4.2.</summary>
    public string ServerName => Dane?.BaseDomain ?? Hop.Host;

    /// <summary>RFC 8314 §7.3: on this port TLS begins at once.</summary>
    public bool BeginsWithTls => Hop.Port == 465;

    public bool IsVerified => Tls == TlsLevel.Verified;
}
