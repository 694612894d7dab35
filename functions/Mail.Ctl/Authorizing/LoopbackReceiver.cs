using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Mail.Transport;

namespace Mail.Ctl;

/// <summary>Waits on loopback for the browser that somebody has logged in with (RFC 8252 §7.3). Whatever else connects gets an error and is forgotten.</summary>
internal sealed class LoopbackReceiver : IDisposable
{
    /// <summary>Octets of a request before its body.</summary>
    private const int MaxHead = CodeAuthorization.MaxQuery + (16 * 1024);

    /// <summary>Browsers open connections ahead, and leave them idle.</summary>
    private const int AtOnce = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public LoopbackReceiver() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="read">Tells from a request's query whether it is the one that is waited for; <c>null</c> when it is not.</param>
    public async Task<RedirectedCode> ReceiveAsync(Func<string, RedirectedCode?> read, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        RedirectedCode? found = null;
        try
        {
            await Parallel.ForEachAsync(
                AcceptAsync(end.Token),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = end.Token },
                async (client, token) =>
                {
                    using (client)
                    {
                        if (await ServeAsync(client, read, token) is { } code && Interlocked.CompareExchange(ref found, code, null) is null)
                        {
                            await end.CancelAsync();
                        }
                    }
                });
        }
        catch (OperationCanceledException) when (found is not null)
        {
            // It was we who ended it.
        }

        return found ?? throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose() => _listener.Dispose();

    private async IAsyncEnumerable<TcpClient> AcceptAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return await _listener.AcceptTcpClientAsync(cancellationToken);
        }
    }

    private static async Task<RedirectedCode?> ServeAsync(TcpClient client, Func<string, RedirectedCode?> read, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var stream = client.GetStream();
            var code = QueryOf(await ReadHeadAsync(stream, limit.Token)) is { } query ? read(query) : null;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Page(code)), limit.Token);
            return code;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Whoever it was has gone, or says nothing.
            return null;
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxHead];
        var length = 0;
        while (length < buffer.Length && !buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    /// <summary>Of <c>GET /?query HTTP/1.1</c>; <c>null</c> for anything else.</summary>
    private static string? QueryOf(string head)
    {
        var line = head.Split("\r\n", 2)[0].Split(' ');
        return line is ["GET", ['/', '?', .. var query], ['H', 'T', 'T', 'P', '/', '1', '.', ..]] ? query : null;
    }

    private static string Page(RedirectedCode? code)
    {
        var (status, words) = code switch
        {
            null => ("404 Not Found", "There is nothing here."),
            { Code: null } => ("200 OK", "Access was not granted. You may close this window."),
            _ => ("200 OK", "Thank you. You may close this window; mailctl goes on."),
        };
        // The query has the code: no other site is told of it.
        return $"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {words.Length}\r\nReferrer-Policy: no-referrer\r\n"
            + $"Cache-Control: no-store\r\nConnection: close\r\n\r\n{words}";
    }
}
