using System.Net;

namespace Mail.Transport;

/// <summary>One place to connect to.</summary>
/// <param name="Host">The name that led here, for TLS and for people: an MX host, a smarthost, or an address literal's address.</param>
/// <param name="Address">Never IPv4 mapped into IPv6.</param>
/// <param name="Port">TCP.</param>
public sealed record NextHop(string Host, IPAddress Address, int Port)
{
    /// <summary>The resolver vouches by DNSSEC for all answers that led here, the address's included (RFC 7672 §2.2).</summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>What <see cref="Host"/> is an alias of; <c>null</c> when it is none.</summary>
    public string? Alias { get; init; }

    public IPEndPoint EndPoint => new(Address, Port);
}
