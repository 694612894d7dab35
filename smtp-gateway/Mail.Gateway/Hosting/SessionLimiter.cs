using System.Net;

namespace Mail.Gateway;

/// <summary>Counts sessions, in all and by client network (<see cref="ClientNetworks"/>), and says when there are too many.</summary>
internal sealed class SessionLimiter(int maxSessions, int maxPerAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPNetwork, int> _byNetwork = [];
    private int _sessions;

    /// <summary>Enters a session, or tells which limit it is over: then there is nothing to leave.</summary>
    /// <param name="client">
    /// <c>null</c> when an edge hides it. Loopback is not counted by address, as Postfix exempts <c>mynetworks</c> from
    /// <c>smtpd_client_connection_count_limit</c>.
    /// </param>
    public Entry TryEnter(IPAddress? client)
    {
        var counted = Counted(client);
        lock (_gate)
        {
            if (_sessions >= maxSessions)
            {
                return Entry.TooMany;
            }

            if (counted.Any(network => _byNetwork.GetValueOrDefault(network.Network) >= maxPerAddress * network.Multiple))
            {
                return Entry.TooManyFromAddress;
            }

            foreach (var (network, _) in counted)
            {
                _byNetwork[network] = _byNetwork.GetValueOrDefault(network) + 1;
            }

            _sessions++;
            return Entry.Granted;
        }
    }

    /// <summary>For each <see cref="Entry.Granted"/>, once.</summary>
    public void Leave(IPAddress? client)
    {
        var counted = Counted(client);
        lock (_gate)
        {
            _sessions--;
            foreach (var (network, _) in counted)
            {
                if (--_byNetwork[network] == 0)
                {
                    _byNetwork.Remove(network);
                }
            }
        }
    }

    public int Sessions
    {
        get
        {
            lock (_gate)
            {
                return _sessions;
            }
        }
    }

    /// <summary>
    /// Three quarters of the sessions are taken: from here on strangers get less time. As Postfix's stress mode, which begins when all are.
    /// </summary>
    public bool IsUnderStress => Sessions >= StressBegins;

    /// <summary>From 0 where stress begins to 1 when all sessions are taken.</summary>
    public double Stress => Math.Clamp((Sessions - StressBegins) / (double)Math.Max(1, maxSessions - StressBegins), 0, 1);

    private int StressBegins => maxSessions * 3 / 4;

    private static IReadOnlyList<ClientNetwork> Counted(IPAddress? client) =>
        client is null || IPAddress.IsLoopback(client) ? [] : ClientNetworks.Of(client);
}

internal enum Entry
{
    Granted,
    TooMany,
    TooManyFromAddress,
}
