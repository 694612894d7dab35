using System.Net;

namespace Mail.Gateway;

/// <summary>Counts sessions, in all and by client address, and says when there are too many.</summary>
internal sealed class SessionLimiter(int maxSessions, int maxPerAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _sessions;

    /// <summary>Enters a session, or tells which limit it is over: then there is nothing to leave.</summary>
    /// <param name="client">
    /// <c>null</c> when an edge hides it. Loopback is not counted by address, as Postfix exempts <c>mynetworks</c> from
    /// <c>smtpd_client_connection_count_limit</c>.
    /// </param>
    public Entry TryEnter(IPAddress? client)
    {
        var counted = client is null || IPAddress.IsLoopback(client) ? null : Network(client);
        lock (_gate)
        {
            if (_sessions >= maxSessions)
            {
                return Entry.TooMany;
            }

            if (counted is not null)
            {
                var fromHere = _byAddress.GetValueOrDefault(counted);
                if (fromHere >= maxPerAddress)
                {
                    return Entry.TooManyFromAddress;
                }

                _byAddress[counted] = fromHere + 1;
            }

            _sessions++;
            return Entry.Granted;
        }
    }

    /// <summary>For each <see cref="Entry.Granted"/>, once.</summary>
    public void Leave(IPAddress? client)
    {
        var counted = client is null || IPAddress.IsLoopback(client) ? null : Network(client);
        lock (_gate)
        {
            _sessions--;
            if (counted is not null && --_byAddress[counted] == 0)
            {
                _byAddress.Remove(counted);
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

    // One IPv6 customer has a /64 at least: Postfix's smtpd_client_ipv6_prefix_length counts by /84, which he has a million of.
    internal static IPAddress Network(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 16)
        {
            Array.Clear(bytes, 8, 8);
        }

        return new IPAddress(bytes);
    }
}

internal enum Entry
{
    Granted,
    TooMany,
    TooManyFromAddress,
}
