using System.Net;

namespace Mail.Gateway;

/// <summary><see cref="Strikes"/> of client networks: with IPv6 of the /64 and of the /48 around it, which has a few times as many free ones.</summary>
/// <param name="free">Failures without consequence, of one customer's network.</param>
internal sealed class NetworkStrikes(int free, TimeSpan first, TimeSpan longest, TimeSpan forget, TimeProvider time)
{
    private readonly Strikes _narrow = new(free, first, longest, forget, time);
    private readonly Strikes _wide = new(free * ClientNetworks.WideMultiple, first, longest, forget, time);

    /// <param name="name">What is counted of the network; empty for the network as a whole.</param>
    public bool IsBlocked(IPAddress client, string name = "") =>
        ClientNetworks.Of(client).Any(network => CountsOf(network).IsBlocked(Key(network, name)));

    /// <summary>Leaves the /48 out of it.</summary>
    public bool IsBlockedItself(IPAddress client, string name) => _narrow.IsBlocked(Key(ClientNetworks.Of(client)[0], name));

    /// <returns>How long the client is blocked from now on; zero when it is not.</returns>
    public TimeSpan Add(IPAddress client, string name = "") =>
        ClientNetworks.Of(client).Max(network => CountsOf(network).Add(Key(network, name)));

    /// <inheritdoc cref="IsBlockedItself"/>
    public TimeSpan AddItself(IPAddress client, string name) => _narrow.Add(Key(ClientNetworks.Of(client)[0], name));

    public void Forgive(IPAddress client, string name)
    {
        foreach (var network in ClientNetworks.Of(client))
        {
            CountsOf(network).Forgive(Key(network, name));
        }
    }

    private Strikes CountsOf(ClientNetwork network) => network.Multiple == 1 ? _narrow : _wide;

    // No network has a line feed: a name with one is never a user's, and is counted all the same.
    private static string Key(ClientNetwork network, string name) => $"{network.Network}\n{name}";
}
