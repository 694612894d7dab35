using System.Net;

namespace Mail.Smtp;

/// <summary>What a proxy says of the connection that it passes on (haproxy's proxy-protocol.txt).</summary>
/// <param name="Source">
/// The client. <c>null</c> where the proxy does not say: its own health check (LOCAL), an unknown or other family. IPv4 in IPv6 is given as IPv4.
/// </param>
/// <param name="Destination">Where the client connected to; <c>null</c> as <paramref name="Source"/> is.</param>
public sealed record ProxyHeader(IPEndPoint? Source, IPEndPoint? Destination)
{
    internal static ProxyHeader Unknown { get; } = new(null, null);
}
