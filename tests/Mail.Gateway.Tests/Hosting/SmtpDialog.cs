using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>A client that does one thing at a time and says what it hears.</summary>
internal sealed class SmtpDialog : IDisposable
{
    public const string Text = "Subject: test\r\n\r\nHello.\r\n";

    private readonly Socket _socket;
    private Stream _stream;
    private StreamReader _reader;

    private SmtpDialog(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
        _reader = new StreamReader(_stream, Encoding.ASCII);
    }

    /// <summary>For what a dialog cannot do.</summary>
    public Stream Stream => _stream;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Connects and leaves the greeting unread.</summary>
    public static async Task<SmtpDialog> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Token);
        return new SmtpDialog(socket);
    }

    /// <summary>A whole reply: its last line. <c>null</c> when the connection has ended.</summary>
    public async Task<string?> ReadAsync()
    {
        while (true)
        {
            var line = await ReadLineAsync();
            if (line is null || line.Length < 4 || line[3] == ' ')
            {
                return line;
            }
        }
    }

    /// <summary>One line, of several perhaps. <c>null</c> when the connection has ended.</summary>
    public async Task<string?> ReadLineAsync() => await _reader.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), Token);

    /// <summary>A handshake, as behind the 220 of STARTTLS; trusts the test's authority, whatever the name. Tells what was agreed on.</summary>
    public async Task<SslStream> SecureAsync(string serverName = "mx.example.test", SslProtocols protocols = SslProtocols.None)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(TestCertificate.Root);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback =
                static (_, _, _, errors) => errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateNameMismatch,
        };
        await tls.AuthenticateAsClientAsync(options, Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        _stream = tls;
        _reader = new StreamReader(tls, Encoding.ASCII);
        return tls;
    }

    /// <summary>Greeting, EHLO, STARTTLS and the handshake.</summary>
    public async Task<SslStream> StartTlsAsync(string serverName = "mx.example.test", SslProtocols protocols = SslProtocols.None)
    {
        Assert.StartsWith("220 ", await ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await CommandAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.Equal("220 2.0.0 Ready to start TLS", await CommandAsync("STARTTLS"));
        return await SecureAsync(serverName, protocols);
    }

    /// <summary>EHLO; all lines of the reply.</summary>
    public async Task<string> EhloAsync()
    {
        await SendAsync("EHLO client.test\r\n");
        var lines = new List<string>();
        while (lines.Count == 0 || lines[^1][3] == '-')
        {
            lines.Add((await ReadLineAsync())!);
        }

        return string.Join('\n', lines);
    }

    public async Task<string?> CommandAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadAsync();
    }

    /// <summary>Greeting, EHLO, MAIL.</summary>
    public async Task OpenAsync()
    {
        Assert.StartsWith("220 ", await ReadAsync(), StringComparison.Ordinal);
        await GreetAsync();
    }

    private async Task GreetAsync()
    {
        Assert.StartsWith("250 ", await CommandAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await CommandAsync("MAIL FROM:<s@sender.test>"), StringComparison.Ordinal);
    }

    /// <summary>Up to the 354 of DATA.</summary>
    public async Task BeginAsync(string recipient = "alice@example.test")
    {
        await OpenAsync();
        Assert.StartsWith("250 ", await CommandAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
        Assert.StartsWith("354 ", await CommandAsync("DATA"), StringComparison.Ordinal);
    }

    /// <summary>One message, whole; the answer to its final dot.</summary>
    public async Task<string?> SendMessageAsync(string text = Text)
    {
        await BeginAsync();
        return await CommandAsync(text + ".");
    }

    /// <summary>One message, the greeting having been read before.</summary>
    public async Task<string?> ContinueAsync()
    {
        await GreetAsync();
        Assert.StartsWith("250 ", await CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("354 ", await CommandAsync("DATA"), StringComparison.Ordinal);
        return await CommandAsync(Text + ".");
    }

    public static QueueId QueueIdOf(string? reply)
    {
        const string Accepted = "250 2.0.0 Ok: queued as ";
        Assert.StartsWith(Accepted, reply, StringComparison.Ordinal);
        return QueueId.Parse(reply![Accepted.Length..]);
    }

    /// <summary>Says that nothing more comes, and can still read.</summary>
    public async ValueTask EndAsync()
    {
        if (_stream is SslStream tls)
        {
            await tls.ShutdownAsync();
        }
        else
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
    }

    /// <summary>Gone without a word: a reset, not a FIN.</summary>
    public void Break()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
        _socket.Dispose();
    }
}
