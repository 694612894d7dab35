using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Transport;

/// <summary>How this site behaves as a client of mailboxes elsewhere, and what it puts up with.</summary>
public sealed record FetchOptions
{
    /// <summary>Names of this site: nobody fetches from himself.</summary>
    public IReadOnlySet<string> OurNames { get; init; } = new HashSet<string>();

    /// <summary>Networks that may be connected to although they are not public. Default none: whoever adds an account must not reach what is inside.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>For each address until TCP is there, and for TLS. Default 20 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Without an octet from the server. Default 60 s; fetchmail has 300 for whole answers, Dovecot hangs up on idle clients after 10 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long a command has to bring <see cref="LeastRate"/>. Default 2 min.</summary>
    public TimeSpan RateGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Octets per second, counted over the whole of a command's answer. Default 1024: slower than any modem since 1990.</summary>
    public int LeastRate { get; init; } = 1024;

    /// <summary>
    /// Octets of messages that all sessions of this process hold in memory at the same time, as servers announce them (they may send twice that). Default 64 MiB,
    /// eight batches. A message of more than a quarter of it is not counted: there is one such at a time.
    /// </summary>
    public long Memory { get; init; } = 64L * 1024 * 1024;

    /// <summary>How long a session waits for memory before it comes again another time. Default 4 min: twice what the batches before it may take.</summary>
    public TimeSpan MemoryWait { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>So long memory is kept however slow the server is, although others wait. Default 30 s.</summary>
    public TimeSpan MemoryGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Octets per second at which messages have to come after that, while others wait. Default 256 KiB: a batch of 8 MiB in a minute, one of 50 MiB in four.</summary>
    public int MemoryRate { get; init; } = 256 * 1024;

    /// <summary>Messages in a folder. Default 200,000: a listing with the longest UIDLs then has 16 MB.</summary>
    public int MaxMessages { get; init; } = 200_000;

    /// <summary>Messages of one read that are handed over at the same time. Default 8, so that the storage's answers are not waited for one after the other.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>Authorities to trust in the place of the system's; <c>null</c> for these.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <exception cref="ArgumentException">The message says what to set.</exception>
    public void Validate()
    {
        TimeSpan[] times = [ConnectTimeout, IdleTimeout, RateGrace, MemoryWait, MemoryGrace];
        if (!Array.TrueForAll(times, time => time > TimeSpan.Zero && time < TimeSpan.FromHours(1)))
        {
            throw new ArgumentException("times have to be above 0 and below an hour");
        }

        if (Memory < 1024 * 1024 || LeastRate < 0 || MemoryRate < 1 || AtOnce is < 1 or > 64 || MaxMessages < 1)
        {
            throw new ArgumentException("Memory has to be a mebibyte or more, LeastRate 0 or more, MemoryRate 1 or more, AtOnce from 1 to 64, MaxMessages 1 or more");
        }
    }
}
