using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Mail.Dns;

/// <summary>Whom to ask, and the limits.</summary>
public sealed record DnsOptions
{
    /// <summary>glibc's MAXNS: more servers mean a longer wait when none answers, and no better answers.</summary>
    public const int MaxServers = 3;

    private const int DnsPort = 53;

    /// <summary>Recursive resolvers, at most <see cref="MaxServers"/>; empty for those of the system.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>Whose word on DNSSEC counts. Default nobody's: then there is no DANE.</summary>
    public DnsTrust Trust { get; init; }

    /// <summary>For one packet and its answer. Default 2 s: a resolver that has to ask five zones at 200 ms each is done in half of that.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Answers that are remembered, negative ones included. Default 10,000, some 5 MB.</summary>
    public int CacheCapacity { get; init; } = 10_000;

    /// <summary>However long an answer says that it holds. Default 1 h: a name that is mended is seen within that.</summary>
    public TimeSpan MaxTimeToLive { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// However short an answer says that it holds. Default 5 s: who chooses the name can choose its time to live, too, and 0 would have us ask
    /// again for each of his messages.
    /// </summary>
    public TimeSpan MinTimeToLive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one question with all tries and all CNAMEs behind it. Default 15 s: longer than any honest chain takes.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long a failure is remembered (RFC 2308 §7 allows 5 min). Default 10 s, so that a dead zone does not cost each session its time-out.</summary>
    public TimeSpan FailureTimeToLive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Questions that are out at once; further ones wait for <see cref="TryTimeout"/> and then fail. Default 256: each has a socket.</summary>
    public int MaxQuestions { get; init; } = 256;

    /// <summary>Reads addresses with or without a port, separated by commas or spaces: <c>192.0.2.53, [2001:db8::53]:5353</c>.</summary>
    public static bool TryParseServers(string text, [NotNullWhen(true)] out IReadOnlyList<IPEndPoint>? servers)
    {
        var read = new List<IPEndPoint>();
        servers = read;
        foreach (var item in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPEndPoint.TryParse(item, out var server) || read.Count == MaxServers)
            {
                servers = null;
                return false;
            }

            // Port 0 is none at all, and what IPEndPoint reads when no port is written.
            read.Add(server.Port == 0 ? new IPEndPoint(server.Address, DnsPort) : server);
        }

        return true;
    }
}
