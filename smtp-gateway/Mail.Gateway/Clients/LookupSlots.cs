using System.Net;

namespace Mail.Gateway;

/// <summary>
/// How many questions to the DNS are out at once on behalf of one client network: so one stranger whose names nobody answers for leaves the common slots
/// of the resolver (256) to the others. Further ones wait; <see cref="Lookup{T}"/> says how long.
/// </summary>
internal sealed class LookupSlots
{
    // A session that is looked at has four: name, HELO, sender and a list. Two that begin at once do not wait for each other.
    public const int PerNetwork = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPNetwork, Slots> _networks = [];

    /// <summary>Networks that ask or wait at present: nothing is kept of others.</summary>
    public int Networks
    {
        get
        {
            lock (_gate)
            {
                return _networks.Count;
            }
        }
    }

    /// <summary>Runs what asks one question when there is a slot for it in each of the client's networks.</summary>
    public async ValueTask<T> RunAsync<T>(IPAddress client, Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        var networks = ClientNetworks.Of(client);
        var entered = 0;
        var joined = networks.Select(Join).ToList();
        try
        {
            for (; entered < joined.Count; entered++)
            {
                await joined[entered].Free.WaitAsync(cancellationToken);
            }

            return await ask(cancellationToken);
        }
        finally
        {
            for (var i = 0; i < joined.Count; i++)
            {
                Leave(networks[i].Network, joined[i], hasEntered: i < entered);
            }
        }
    }

    private Slots Join(ClientNetwork network)
    {
        lock (_gate)
        {
            if (!_networks.TryGetValue(network.Network, out var slots))
            {
                _networks[network.Network] = slots = new Slots(PerNetwork * network.Multiple);
            }

            slots.Users++;
            return slots;
        }
    }

    private void Leave(IPNetwork network, Slots slots, bool hasEntered)
    {
        if (hasEntered)
        {
            slots.Free.Release();
        }

        lock (_gate)
        {
            if (--slots.Users == 0)
            {
                _networks.Remove(network);
                slots.Free.Dispose();
            }
        }
    }

    private sealed class Slots(int count)
    {
        public SemaphoreSlim Free { get; } = new(count);

        /// <summary>Those who have a slot and those who wait for one.</summary>
        public int Users { get; set; }
    }
}
