using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mail.Benchmarks;

/// <summary>
/// Many mail servers, each at an address of its own on loopback: live ones, slow ones that take a second for each reply, and dead ones, of which every
/// second never completes a connection and the others never greet.
/// </summary>
internal sealed class SinkFarm : IAsyncDisposable
{
    private static readonly TimeSpan SlowReply = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly List<Socket> _fillers = [];
    private readonly ConcurrentDictionary<string, int> _received = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _sessions = new();
    private readonly ConcurrentDictionary<int, int> _most = new();
    private int _live;

    public SinkFarm(int destinations, int dead, int slow)
    {
        for (var i = 0; i < destinations; i++)
        {
            var kind = i < dead ? SinkKind.Dead : i < dead + slow ? SinkKind.Slow : SinkKind.Live;
            Sinks.Add(new Sink(i, kind, Listen(i, kind)));
        }
    }

    public List<Sink> Sinks { get; } = [];

    /// <summary>Different messages that live ones have taken.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>Messages taken again.</summary>
    public int Doubles => _received.Values.Sum(times => times - 1);

    /// <summary>The most connections at once that any destination had.</summary>
    public int MostAtOnce => _most.Values.DefaultIfEmpty().Max();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listeners.ForEach(listener => listener.Dispose());
        _fillers.ForEach(socket => socket.Dispose());
        _stop.Dispose();
    }

    private IPEndPoint Listen(int number, SinkKind kind)
    {
        var isSilent = kind == SinkKind.Dead && number % 2 == 0;
        var listener = new TcpListener(new IPAddress([127, 20, (byte)(number / 200), (byte)(1 + (number % 200))]), 0);
        _listeners.Add(listener);
        listener.Start(isSilent ? 0 : 512);
        var endPoint = (IPEndPoint)listener.LocalEndpoint;
        if (isSilent)
        {
            // Nobody accepts: with this one waiting, Linux drops further attempts to connect.
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _fillers.Add(filler);
            filler.Connect(endPoint);
        }
        else
        {
            _ = AcceptAsync(listener, number, kind);
        }

        return endPoint;
    }

    private async Task AcceptAsync(TcpListener listener, int number, SinkKind kind)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client, number, kind);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client, int number, SinkKind kind)
    {
        var sessions = _sessions.AddOrUpdate(number, 1, (_, count) => count + 1);
        _most.AddOrUpdate(number, sessions, (_, most) => Math.Max(most, sessions));
        try
        {
            using (client)
            await using (var stream = client.GetStream())
            {
                if (kind == SinkKind.Dead)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
                }

                await ConverseAsync(stream, kind);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client, or this benchmark, has ended.
        }
        finally
        {
            _sessions.AddOrUpdate(number, 0, (_, count) => count - 1);
        }
    }

    private async Task ConverseAsync(NetworkStream stream, SinkKind kind)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, false, 16 * 1024, leaveOpen: true);
        await SayAsync(stream, kind, "220 sink ESMTP");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ', 2)[0])
            {
                case "EHLO":
                    await SayAsync(stream, kind, "250-sink\r\n250-PIPELINING\r\n250 8BITMIME");
                    break;
                case "DATA":
                    await SayAsync(stream, kind, "354 go");
                    var id = await ReadMessageAsync(reader);
                    Count(id, kind);
                    await SayAsync(stream, kind, "250 2.0.0 Ok");
                    break;
                case "QUIT":
                    await SayAsync(stream, kind, "221 bye");
                    return;
                default:
                    await SayAsync(stream, kind, "250 2.0.0 Ok");
                    break;
            }
        }
    }

    /// <summary>Gives the value of its Message-ID field.</summary>
    private async Task<string> ReadMessageAsync(StreamReader reader)
    {
        var id = "";
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            if (line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase))
            {
                id = line;
            }
        }

        return id;
    }

    private void Count(string id, SinkKind kind)
    {
        if (_received.AddOrUpdate(id, 1, (_, times) => times + 1) == 1 && kind == SinkKind.Live)
        {
            Interlocked.Increment(ref _live);
        }
    }

    private async Task SayAsync(NetworkStream stream, SinkKind kind, string reply)
    {
        if (kind == SinkKind.Slow)
        {
            await Task.Delay(SlowReply, _stop.Token);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), _stop.Token);
    }
}
