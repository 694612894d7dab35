using System.Net;
using System.Net.Sockets;

namespace Mail.Interop.Tests;

/// <summary>Passes connections on to a port, and cuts each after so many octets from the server, or all of them at once.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly int _port;
    private readonly Func<long> _octets;
    private readonly Task _loop;
    private CancellationTokenSource _cut = new();
    private long _passed;

    /// <param name="octets">Asked for each connection; <c>null</c>: none is cut by itself.</param>
    public CutProxy(int port, Func<long>? octets = null)
    {
        (_port, _octets) = (port, octets ?? (() => long.MaxValue));
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Octets that clients have got, over all connections.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>Ends the connections that are open now.</summary>
    public void Cut()
    {
        using var old = Interlocked.Exchange(ref _cut, new CancellationTokenSource());
        old.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_loop, .. _connections]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _connections.Add(Task.Run(() => PassAsync(client, _octets())));
        }
    }

    private async Task PassAsync(TcpClient client, long octets)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, _stop.Token);
        using (client)
        {
            using var server = new TcpClient();
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, cut.Token);
                // The end of one is the end of both, without a word: as when a cable is pulled.
                await Task.WhenAny(
                    CopyAsync(client.GetStream(), server.GetStream(), long.MaxValue, _ => { }, cut.Token),
                    CopyAsync(server.GetStream(), client.GetStream(), octets, read => Interlocked.Add(ref _passed, read), cut.Token));
            }
            catch (SocketException)
            {
                // The server is down, and so is the way to it.
            }
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, long most, Action<int> count, CancellationToken cancellationToken)
    {
        try
        {
            var block = new byte[8192];
            int read;
            while (most > 0 && (read = await from.ReadAsync(block, cancellationToken)) > 0)
            {
                await to.WriteAsync(block.AsMemory(0, (int)Math.Min(read, most)), cancellationToken);
                most -= read;
                count(read);
            }
        }
        catch (IOException)
        {
            // The other direction has ended.
        }
    }
}
