using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>The resolver as one client may use it: within the slots of his networks.</summary>
/// <param name="client"><c>null</c>, hidden by an edge, has no network: then there are only the resolver's own slots.</param>
internal sealed class ClientDns(IDnsResolver dns, LookupSlots slots, IPAddress? client) : IDnsResolver
{
    public ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken) => client is null
        ? dns.QueryAsync(question, cancellationToken)
        : slots.RunAsync(client, token => dns.QueryAsync(question, token), cancellationToken);
}
