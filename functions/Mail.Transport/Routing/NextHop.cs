using System.Net;

namespace Mail.Transport;

/// <summary>One place to connect to.</summary>
/// <param name="Host">The name that led here, for TLS and for people: an MX host, a smarthost, or an address literal's address.</param>
/// <param name="Address">Never IPv4 mapped into IPv6.</param>
/// <param name="Port">TCP.</param>
public sealed record NextHop(string Host, IPAddress Address, int Port)
{
    public IPEndPoint EndPoint => new(Address, Port);
}
