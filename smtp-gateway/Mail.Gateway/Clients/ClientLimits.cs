using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// How fast strangers may go, by network: the address with IPv4, the /64 with IPv6 and a few times as fast the /48 around it. As Postfix's <c>anvil</c>, with buckets in place of its windows.
/// </summary>
/// <remarks>
/// In this process's memory only. Several gateways share a limit by dividing it: each grants the setting's number over
/// <c>gateway-replicas</c>, rounded up, which is exact for traffic that a load balancer spreads evenly and stricter for a client that always meets
/// the same one. A restart forgets. Memory is bounded: the networks seen least recently are forgotten first, which gives them full buckets, as
/// a network that was never seen has; so who has more networks than we remember gains nothing that he did not have.
/// </remarks>
internal sealed class ClientLimits(ISiteSettings settings, GatewayOptions options, TimeProvider time)
{
    // 12 MB when full.
    private const int MaxNetworks = 50_000;

    private readonly RecentlyUsed<IPNetwork, Buckets> _networks = new(MaxNetworks);

    /// <summary>Counts one.</summary>
    /// <param name="client"><c>null</c>, hidden by an edge, is not limited: it would be everybody at once.</param>
    /// <returns>False when that was one too many.</returns>
    public bool TryTake(IPAddress? client, ClientPace pace)
    {
        var limit = Limit(settings.GetAtOnce(), pace);
        return limit == 0 || client is null || options.TrustedNetworks.Contains(client)
            || ClientNetworks.Of(client).All(network => BucketsOf(network).TryTake(pace, limit * network.Multiple, time));
    }

    /// <summary>Whether the next would be one too many.</summary>
    public bool IsExhausted(IPAddress? client, ClientPace pace)
    {
        var limit = Limit(settings.GetAtOnce(), pace);
        return limit != 0
            && client is not null
            && !options.TrustedNetworks.Contains(client)
            && ClientNetworks.Of(client).Any(network =>
                _networks.TryGet(network.Network, out var buckets) && !buckets.HasAny(pace, limit * network.Multiple, time));
    }

    private Buckets BucketsOf(ClientNetwork network) => _networks.GetOrAdd(network.Network, static _ => new Buckets());

    private static int Limit(SiteSettings site, ClientPace pace)
    {
        var limit = pace switch
        {
            ClientPace.Connections => site.RateConnections,
            ClientPace.Submissions => site.RateSubmissionConnections,
            ClientPace.Messages => site.RateMessages,
            ClientPace.Recipients => site.RateRecipients,
            _ => site.RateErrors,
        };
        return (limit + site.GatewayReplicas - 1) / site.GatewayReplicas;
    }

    private sealed class Buckets
    {
        private readonly TokenBucket[] _buckets = new TokenBucket[Enum.GetValues<ClientPace>().Length];

        public bool TryTake(ClientPace pace, int perMinute, TimeProvider time)
        {
            lock (_buckets)
            {
                return _buckets[(int)pace].TryTake(perMinute, time.GetTimestamp(), time);
            }
        }

        public bool HasAny(ClientPace pace, int perMinute, TimeProvider time)
        {
            lock (_buckets)
            {
                return _buckets[(int)pace].HasAny(perMinute, time.GetTimestamp(), time);
            }
        }
    }
}
