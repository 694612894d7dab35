using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>A user's program that submits messages octet for octet, with any parameters. TLS from the start; keeps its connection. Not for concurrent use.</summary>
public sealed class SubmissionClient : IAsyncDisposable
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(60);

    private readonly SslStream _stream;
    private readonly StreamReader _reader;

    private SubmissionClient(SslStream stream)
    {
        _stream = stream;
        _reader = new StreamReader(stream, Encoding.UTF8);
    }

    public static async Task<SubmissionClient> ConnectAsync(MailSystem system, string user, string password, CancellationToken cancellationToken)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", system.SubmissionsPort, cancellationToken);
        var stream = new SslStream(connection.GetStream());
        await stream.AuthenticateAsClientAsync(Trust(), cancellationToken).WaitAsync(Answer, cancellationToken);
        var client = new SubmissionClient(stream);
        await client.ExpectAsync("220", cancellationToken);
        await client.CommandAsync("EHLO client.test", "250", cancellationToken);
        await client.CommandAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")), "235", cancellationToken);
        return client;
    }

    /// <param name="sender">After <c>MAIL FROM:</c>, such as <c>&lt;alice@example.test&gt; RET=HDRS</c>.</param>
    /// <param name="recipients">After <c>RCPT TO:</c>, such as <c>&lt;x@other.test&gt; NOTIFY=NEVER</c>.</param>
    /// <param name="message">CRLF line ends; dots are stuffed here.</param>
    public async Task<QueueId> SubmitAsync(string sender, IEnumerable<string> recipients, byte[] message, CancellationToken cancellationToken)
    {
        await CommandAsync("MAIL FROM:" + sender, "250", cancellationToken);
        foreach (var recipient in recipients)
        {
            await CommandAsync("RCPT TO:" + recipient, "250", cancellationToken);
        }

        await CommandAsync("DATA", "354", cancellationToken);
        await _stream.WriteAsync(DotStuffed.From(message), cancellationToken);
        var reply = await ExpectAsync("250", cancellationToken);
        return QueueId.TryParse(MailSystem.QueueIdOf(reply), out var id) ? id : throw new IOException("No queue id: " + reply);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
    }

    private static SslClientAuthenticationOptions Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(TestCertificate.Root);
        return new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy };
    }

    private async Task CommandAsync(string line, string code, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
        await ExpectAsync(code, cancellationToken);
    }

    private async Task<string> ExpectAsync(string code, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await _reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Answer, cancellationToken)
                ?? throw new IOException("The server closed the connection.");
            if (!line.StartsWith(code, StringComparison.Ordinal))
            {
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"Expected {code}, got: {line}"));
            }

            if (line.Length < 4 || line[3] != '-')
            {
                return line;
            }
        }
    }
}
