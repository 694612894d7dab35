using Mail.Core;

namespace Mail.Transport;

/// <summary>What a connection has to have in common with another to take its place.</summary>
/// <param name="Credentials">Where they are, not what.</param>
internal sealed record SessionKey(NextHop Hop, TlsLevel Tls, string? Credentials)
{
    /// <summary>RFC 8314 §7.3: on this port TLS begins at once.</summary>
    public bool BeginsWithTls => Hop.Port == 465;

    public bool IsVerified => Tls == TlsLevel.Verified;
}
