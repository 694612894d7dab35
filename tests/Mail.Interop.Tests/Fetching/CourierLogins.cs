using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mail.Interop.Tests;

/// <summary>
/// Tells Courier's servers who may log in, in the place of its authdaemond, whose files are all at fixed places: every user with one password, whose home is a folder of that name.
/// Their socket is at a fixed place, too, so one of these runs at a time.
/// </summary>
internal sealed class CourierLogins : IAsyncDisposable
{
    private const string Place = "/run/courier/authdaemon/socket";

    // Debian's nobody and nogroup.
    private const int Nobody = 65534;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _homes;
    private readonly Task _loop;

    /// <param name="homes">The folder of the users' folders.</param>
    public CourierLogins(string homes)
    {
        _homes = homes;
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        File.Delete(Place);
        _listener.Bind(new UnixDomainSocketEndPoint(Place));
        _listener.Listen();
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Whether somebody does this already: the system's own, or another test.</summary>
    public static bool AreTaken()
    {
        try
        {
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            probe.Connect(new UnixDomainSocketEndPoint(Place));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(Place);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptAsync(_stop.Token);
            await using var stream = new NetworkStream(client);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer(await ReadAsync(stream))), _stop.Token);
        }
    }

    /// <summary>TCPREMOTEIP=…, AUTH and the octets of the rest; then service, kind, user and password, a line each.</summary>
    private async Task<string[]> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var lines = new List<string>();
        while (lines.Count < 6 && await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            lines.Add(line);
        }

        return [.. lines];
    }

    private string Answer(string[] question) => question is [_, _, _, "login", var user, ICollectedServer.Password]
        ? string.Create(CultureInfo.InvariantCulture, $"ADDRESS={user}\nHOME={_homes}/{user}\nUID={Nobody}\nGID={Nobody}\n.\n")
        : "FAIL\n";
}
