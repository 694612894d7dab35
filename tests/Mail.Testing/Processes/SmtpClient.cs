using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Mail.Testing;

/// <summary>
/// A sending mail server as RFC 5321 §4.5.4.1 wants it: a message that got a 4xx, or no answer because the connection was lost, is sent again
/// until it gets a 250. Keeps its connection. Not for concurrent use.
/// </summary>
/// <param name="port">Where to connect, asked each time: with several servers another may be there.</param>
/// <param name="answer">How long to wait for one reply; default a minute.</param>
public sealed class SmtpClient(Func<int> port, TimeSpan? answer = null) : IDisposable
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _answer = answer ?? TimeSpan.FromMinutes(1);
    private TcpClient? _connection;
    private StreamReader? _reader;

    public SmtpClient(int port, TimeSpan? answer = null)
        : this(() => port, answer)
    {
    }

    /// <summary>How many attempts did not end with a 250.</summary>
    public int Retries { get; private set; }

    /// <param name="message">CRLF line ends; dots are stuffed here.</param>
    /// <returns>The text of the 250 that accepted the message.</returns>
    public async Task<string> SendAsync(string recipient, byte[] message, CancellationToken cancellationToken, string sender = "x@sender.test")
    {
        while (true)
        {
            try
            {
                var reply = await TryAsync(sender, recipient, message, cancellationToken);
                if (reply.StartsWith("250", StringComparison.Ordinal))
                {
                    return reply;
                }

                Assert.StartsWith("4", reply, StringComparison.Ordinal);
                Dispose();
            }
            catch (Exception e) when (e is IOException or SocketException or TimeoutException)
            {
                Dispose();
            }

            Retries++;
            await Task.Delay(BetweenAttempts, cancellationToken);
        }
    }

    /// <summary>Sends one command line and gives the last line of the reply.</summary>
    public async Task<string> CommandAsync(string line, CancellationToken cancellationToken)
    {
        await WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);
        return await ReplyAsync(cancellationToken);
    }

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { Connected: true })
        {
            return;
        }

        _connection = new TcpClient();
        await _connection.ConnectAsync("127.0.0.1", port(), cancellationToken);
        _reader = new StreamReader(_connection.GetStream(), Encoding.UTF8);
        Expect(await ReplyAsync(cancellationToken), "220");
        Expect(await CommandAsync("EHLO client.test", cancellationToken), "250");
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _connection?.Dispose();
        _connection = null;
    }

    private async Task<string> TryAsync(string sender, string recipient, byte[] message, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        string[] commands = [$"MAIL FROM:<{sender}>", $"RCPT TO:<{recipient}>", "DATA"];
        foreach (var command in commands)
        {
            var reply = await CommandAsync(command, cancellationToken);
            if (reply[0] is not ('2' or '3'))
            {
                return reply;
            }
        }

        await WriteAsync(DotStuffed.From(message), cancellationToken);
        return await ReplyAsync(cancellationToken);
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken) =>
        await _connection!.GetStream().WriteAsync(bytes, cancellationToken).AsTask().WaitAsync(_answer, cancellationToken);

    private async Task<string> ReplyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await _reader!.ReadLineAsync(cancellationToken).AsTask().WaitAsync(_answer, cancellationToken)
                ?? throw new IOException("The server closed the connection.");
            if (line.Length < 4 || line[3] != '-')
            {
                return line;
            }
        }
    }

    private static void Expect(string reply, string code)
    {
        if (!reply.StartsWith(code, StringComparison.Ordinal))
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"Expected {code}, got: {reply}"));
        }
    }
}
