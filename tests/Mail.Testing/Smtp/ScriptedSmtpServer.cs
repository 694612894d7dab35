using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mail.Testing;

/// <summary>
/// A receiving server on a loopback port of its own, which takes everything, or answers what a test wants. Keeps every octet of every message.
/// </summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<ReceivedMessage> _messages = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly Task _loop;
    private int _connections;

    public ScriptedSmtpServer()
    {
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Announced after EHLO.</summary>
    public IReadOnlyList<string> Extensions { get; set; } = ["PIPELINING", "SIZE 10000000", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"];

    /// <summary>
    /// What is said to a command in the place of 250: whole lines without the last CRLF, empty to close the connection, <c>null</c> for the usual. The greeting is
    /// <c>(greeting)</c>, the end of the content <c>.</c>.
    /// </summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>For STARTTLS, which is announced when there is one.</summary>
    public X509Certificate2? Certificate { get; set; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Of all connections, in the order they came.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    public IReadOnlyList<ReceivedMessage> Messages => [.. _messages];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_loop, .. _sessions]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            _sessions.Add(Task.Run(() => ServeAsync(client)));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            Stream stream = client.GetStream();
            try
            {
                if (!await SayAsync(stream, "(greeting)", "220 peer.test ESMTP"))
                {
                    return;
                }

                while (await ReadLineAsync(stream) is { } command && await ObeyAsync(stream, command) is { } next)
                {
                    stream = next;
                }
            }
            catch (IOException)
            {
                // The client has left.
            }
            finally
            {
                await stream.DisposeAsync();
            }
        }
    }

    private ReceivedMessage _current = new("", [], []);

    /// <returns>Where the session goes on; <c>null</c> at its end.</returns>
    private async Task<Stream?> ObeyAsync(Stream stream, string command)
    {
        _commands.Enqueue(command);
        switch (command.Split(' ')[0].ToUpperInvariant())
        {
            case "EHLO":
                string[] lines = ["peer.test", .. Extensions, .. Certificate is null || stream is SslStream ? Array.Empty<string>() : ["STARTTLS"]];
                return await SayAsync(stream, command, string.Join("\r\n", lines.Select((line, i) => (i < lines.Length - 1 ? "250-" : "250 ") + line))) ? stream : null;
            case "STARTTLS" when Certificate is { } certificate:
                if (!await SayAsync(stream, command, "220 go ahead"))
                {
                    return null;
                }

                return Answer(command) is { } other ? other.StartsWith('4') ? stream : null : await SecureAsync(stream, certificate);
            case "MAIL":
                _current = new ReceivedMessage(command, [], []);
                return await SayAsync(stream, command, "250 2.1.0 sender ok") ? stream : null;
            case "RCPT":
                _current.Recipients.Add(command);
                return await SayAsync(stream, command, "250 2.1.5 recipient ok") ? stream : null;
            case "DATA":
                return await SayAsync(stream, command, "354 go ahead") && (Answer(command) is not null || await EndAsync(stream, await ReadDataAsync(stream))) ? stream : null;
            case "BDAT":
                var octets = new byte[int.Parse(command.Split(' ')[1], CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(octets, _stop.Token);
                return await EndAsync(stream, octets) ? stream : null;
            case "QUIT":
                await SayAsync(stream, command, "221 2.0.0 bye");
                return null;
            default:
                return await SayAsync(stream, command, "250 2.0.0 ok") ? stream : null;
        }
    }

    private async Task<bool> EndAsync(Stream stream, byte[] content)
    {
        if (Answer(".") is null)
        {
            _messages.Enqueue(_current with { Content = content });
        }

        return await SayAsync(stream, ".", "250 2.0.0 taken");
    }

    private async Task<SslStream> SecureAsync(Stream stream, X509Certificate2 certificate)
    {
        var tls = new SslStream(stream);
        using var intermediate = X509Certificate2.CreateFromPem(TestCertificate.IntermediatePem);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [intermediate], offline: true) }, _stop.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new IOException("no handshake", e);
        }

        return tls;
    }

    private async Task<bool> SayAsync(Stream stream, string command, string usual)
    {
        var answer = Answer(command) ?? usual;
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer.Length > 0 ? answer + "\r\n" : ""), _stop.Token);
        return answer.Length > 0;
    }

    private async Task<byte[]> ReadDataAsync(Stream stream)
    {
        var content = new MemoryStream();
        while (await ReadLineAsync(stream) is { } line && line != ".")
        {
            content.Write(Encoding.Latin1.GetBytes((line.StartsWith('.') ? line[1..] : line) + "\r\n"));
        }

        return content.ToArray();
    }

    // Octet by octet: nothing is read that belongs to what comes next. Only CRLF ends a line.
    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (line is not [.., (byte)'\r', (byte)'\n'])
        {
            if (await stream.ReadAsync(octet, _stop.Token) == 0)
            {
                return null;
            }

            line.Add(octet[0]);
        }

        return Encoding.Latin1.GetString([.. line[..^2]]);
    }
}
