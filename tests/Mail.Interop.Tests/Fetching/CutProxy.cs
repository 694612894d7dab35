using System.Net;
using System.Net.Sockets;

namespace Mail.Interop.Tests;

/// <summary>Passes connections on to a port, and cuts each after so many octets from the server.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly int _port;
    private readonly Func<long> _octets;
    private readonly Task _loop;

    /// <param name="octets">Asked for each connection.</param>
    public CutProxy(int port, Func<long> octets)
    {
        (_port, _octets) = (port, octets);
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_loop, .. _connections]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
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
        using (client)
        {
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            // The end of one is the end of both, without a word: as when a cable is pulled.
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), long.MaxValue), CopyAsync(server.GetStream(), client.GetStream(), octets));
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long most)
    {
        try
        {
            var block = new byte[8192];
            int read;
            while (most > 0 && (read = await from.ReadAsync(block, _stop.Token)) > 0)
            {
                await to.WriteAsync(block.AsMemory(0, (int)Math.Min(read, most)), _stop.Token);
                most -= read;
            }
        }
        catch (IOException)
        {
            // The other direction has ended.
        }
    }
}
