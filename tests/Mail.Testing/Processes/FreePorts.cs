using System.Net;
using System.Net.Sockets;

namespace Mail.Testing;

/// <summary>
/// Ports for servers that are told theirs before they start. From below the range that systems take the ports of clients from (Linux 32768,
/// IANA 49152), or some connection that is opened meanwhile could have one of them when the server comes to listen.
/// </summary>
public static class FreePorts
{
    private const int First = 15_000;
    private const int End = 32_000;

    // Test processes that run side by side begin far from each other.
    private static int _last = Random.Shared.Next(First, End);

    /// <summary>Each port is given once in a process, until all have been.</summary>
    public static int Take()
    {
        for (var attempt = 0; attempt < End - First; attempt++)
        {
            var port = First + (Interlocked.Increment(ref _last) % (End - First));
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port from {First} to {End} is free.");
    }

    public static int[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Take())];

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
