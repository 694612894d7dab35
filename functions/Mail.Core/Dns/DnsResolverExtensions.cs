using System.Net;

namespace Mail.Core;

/// <summary>Questions as callers have them.</summary>
public static class DnsResolverExtensions
{
    public static ValueTask<DnsAnswer> QueryAsync(this IDnsResolver dns, string name, DnsType type, CancellationToken cancellationToken) =>
        dns.QueryAsync(new DnsQuestion(name, type), cancellationToken);

    /// <summary>The addresses of a name in the family of <paramref name="like"/>: A, or AAAA.</summary>
    public static ValueTask<DnsAnswer> QueryAddressesAsync(this IDnsResolver dns, string name, IPAddress like, CancellationToken cancellationToken) =>
        dns.QueryAsync(name, like.GetAddressBytes().Length == 4 ? DnsType.A : DnsType.Aaaa, cancellationToken);
}
