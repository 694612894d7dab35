using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Slows guessing down. Failures are counted for a name from one network, for a network whatever the names, and for a name from all networks
/// together. Names are counted as they were typed, known or not, so that being blocked tells nothing about an account.
/// </summary>
/// <remarks>
/// A name that lately succeeded from a network is judged there by its own failures alone: neither a guesser elsewhere nor a neighbour behind the
/// same address shuts its owner out. All of it is memory of this process: with several gateways a guesser has that many times the attempts, and
/// after a restart they begin anew.
/// </remarks>
internal sealed class LoginGuard(TimeProvider time)
{
    // Networks where somebody has succeeded, some 150 bytes each.
    private const int Capacity = 50_000;

    // How long a network stays known to a user: holidays.
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(30);

    // A person mistypes, and a program with an old password tries at once a few times; then 30 s, 1 min … 1 h.
    private readonly Strikes _pairs = new(free: 5, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromDays(1), time);

    // Many names from one address is somebody with a list; an office behind one address has several people who mistype.
    private readonly Strikes _networks = new(free: 20, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), time);

    // From all over the world: a botnet. Short, for the owner may be on his way with a new address.
    private readonly Strikes _names = new(free: 50, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), time);

    private readonly RecentlyUsed<string, DateTimeOffset> _known = new(Capacity);

    /// <param name="name">Lower case; empty when the client has not said one.</param>
    /// <param name="network">By <see cref="ClientNetwork"/>; <c>null</c>, hidden by an edge, is everybody: then only the count of the name from everywhere is left.</param>
    public bool IsBlocked(string name, string? network) => network is null
        ? _names.IsBlocked(name)
        : _pairs.IsBlocked(Pair(name, network)) || (!IsKnown(name, network) && (_networks.IsBlocked(network) || _names.IsBlocked(name)));

    /// <returns>How long this client is blocked for this name from now on.</returns>
    public TimeSpan Failed(string name, string? network)
    {
        if (network is null)
        {
            return FailedAnywhere(name);
        }

        var block = _pairs.Add(Pair(name, network));
        return IsKnown(name, network) ? block : new[] { block, _networks.Add(network), FailedAnywhere(name) }.Max();
    }

    public void Succeeded(string name, string? network)
    {
        if (network is not null)
        {
            _pairs.Forgive(Pair(name, network));
            _known.Set(Pair(name, network), time.GetUtcNow());
        }
    }

    private TimeSpan FailedAnywhere(string name) => name.Length == 0 ? TimeSpan.Zero : _names.Add(name);

    private bool IsKnown(string name, string network) =>
        _known.TryGet(Pair(name, network), out var since) && since + KnownFor > time.GetUtcNow();

    // Neither part can hold a line feed: a name with one is never a user's, and is counted all the same.
    private static string Pair(string name, string network) => $"{network}\n{name}";
}
