using System.Net;
using System.Net.Sockets;
using Mail.Core;

namespace Mail.Scanning.Tests;

/// <summary>A program on loopback that does with each connection what the test says.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(60));
    private readonly Func<NetworkStream, CancellationToken, Task> _script;
    private readonly Task _loop;
    private int _connections;

    public ScriptedPeer(Func<NetworkStream, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = RunAsync();
    }

    public int Port { get; }

    public int Connections => _connections;

    public ScannerAddress Address => new("127.0.0.1", Port, null);

    public Uri Url => new($"http://127.0.0.1:{Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections++;
                await _script(client.GetStream(), _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The other side, or the test, is done with this connection.
            }
        }
    }
}
