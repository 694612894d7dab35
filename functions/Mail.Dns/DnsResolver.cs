using Mail.Core;

namespace Mail.Dns;

/// <summary>The resolver of a process: asks recursive resolvers over UDP, and TCP where an answer is too long, and remembers what they say.</summary>
public sealed class DnsResolver : IDnsResolver
{
    private readonly CachingResolver _resolver;

    public DnsResolver(DnsOptions options, TimeProvider time) =>
        _resolver = new CachingResolver(new NetworkResolver(options), options, time);

    public ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken) =>
        _resolver.QueryAsync(question, cancellationToken);
}
