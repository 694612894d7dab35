using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Slows guessing down. Failures are counted for a name from one network, for a network whatever the names, and for a name from all networks
/// together. Names are counted as they were typed, known or not, so that being blocked tells nothing about an account. What a network is
/// <see cref="ClientNetworks"/> says: who has a /48 of IPv6 has no 65,536 networks to fail from.
/// </summary>
/// <remarks>
/// A name that lately succeeded from a network is judged there by its own failures alone: neither a guesser elsewhere nor a neighbour behind the
/// same address shuts its owner out. All of it is memory of this process: with several gateways a guesser has that many times the attempts, and
/// after a restart they begin anew, and until they have logged in again, nobody is known.
/// </remarks>
internal sealed class LoginGuard(TimeProvider time)
{
    // Networks where somebody has succeeded, some 150 bytes each.
    private const int Capacity = 50_000;

    // How long a network stays known to a user: holidays.
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(30);

    // A person mistypes, and a program with an old password tries at once a few times; then 30 s, 1 min … 1 h.
    private readonly NetworkStrikes _pairs = new(free: 5, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromDays(1), time);

    // Many names from one address is somebody with a list; an office behind one address has several people who mistype.
    private readonly NetworkStrikes _networks = new(free: 20, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), time);

    // From all over the world: a botnet. Short, for the owner may be on his way with a new address.
    private readonly Strikes _names = new(free: 50, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), time);

    private readonly RecentlyUsed<(IPNetwork Network, string Name), DateTimeOffset> _known = new(Capacity);

    /// <param name="name">Lower case; empty when the client has not said one.</param>
    /// <param name="client"><c>null</c>, hidden by an edge, is everybody: then only the count of the name from everywhere is left.</param>
    public bool IsBlocked(string name, IPAddress? client) => client is null ? _names.IsBlocked(name)
        : IsKnown(name, client) ? _pairs.IsBlockedItself(client, name)
        : _pairs.IsBlocked(client, name) || _networks.IsBlocked(client) || _names.IsBlocked(name);

    /// <returns>How long this client is blocked for this name from now on.</returns>
    public TimeSpan Failed(string name, IPAddress? client)
    {
        if (client is null)
        {
            return FailedAnywhere(name);
        }

        if (IsKnown(name, client))
        {
            return _pairs.AddItself(client, name);
        }

        // Attempts that were on their way when the block began do not add to what keeps everybody else out.
        var isLate = _pairs.IsBlocked(client, name);
        return new[] { _pairs.Add(client, name), _networks.Add(client), isLate ? TimeSpan.Zero : FailedAnywhere(name) }.Max();
    }

    public void Succeeded(string name, IPAddress? client)
    {
        if (client is not null)
        {
            _pairs.Forgive(client, name);
            _known.Set(Pair(name, client), time.GetUtcNow());
        }
    }

    private TimeSpan FailedAnywhere(string name) => name.Length == 0 ? TimeSpan.Zero : _names.Add(name);

    private bool IsKnown(string name, IPAddress client) =>
        _known.TryGet(Pair(name, client), out var since) && since + KnownFor > time.GetUtcNow();

    private static (IPNetwork Network, string Name) Pair(string name, IPAddress client) => (ClientNetworks.Of(client)[0].Network, name);
}
