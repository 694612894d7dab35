using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mail.Ctl;

/// <summary>Connects to a server as for sending, reads its greeting, and says QUIT.</summary>
internal static class PortProbe
{
    // RFC 5321 §4.5.3.1.5; what is longer is cut.
    private const int MaxGreeting = 512;

    /// <param name="timeout">For connection and greeting together.</param>
    public static async Task<(PortState State, string Answer)> AskAsync(IPEndPoint server, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var isConnected = false;
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            isConnected = true;
            var greeting = await GreetingAsync(socket, limit.Token);
            return greeting.Length > 3 && greeting.AsSpan(0, 3).IndexOfAnyExceptInRange('0', '9') < 0
                ? (PortState.Answers, greeting)
                : (PortState.Connects, greeting.Length == 0 ? "closed without a greeting" : "no greeting of a mail server: " + greeting);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return isConnected ? (PortState.Connects, "no greeting in time") : (PortState.Silent, "no answer in time");
        }
        catch (SocketException e)
        {
            return isConnected ? (PortState.Connects, e.Message) : (StateOf(e.SocketErrorCode), e.Message);
        }
    }

    private static PortState StateOf(SocketError error) => error switch
    {
        SocketError.TimedOut => PortState.Silent,
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => PortState.Unreachable,
        _ => PortState.Refused,
    };

    private static async Task<string> GreetingAsync(Socket socket, CancellationToken cancellationToken)
    {
        var octets = new byte[MaxGreeting];
        var length = 0;
        while (length < octets.Length && octets.AsSpan(0, length).IndexOf((byte)'\n') < 0)
        {
            var read = await socket.ReceiveAsync(octets.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        await LeaveAsync(socket, cancellationToken);
        return Encoding.ASCII.GetString(octets, 0, length).Split('\r', '\n')[0];
    }

    private static async Task LeaveAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync("QUIT\r\n"u8.ToArray(), cancellationToken);
        }
        catch (SocketException)
        {
            // It has greeted, or has not, and that was the question; how it leaves is its own matter.
        }
    }
}
