using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mail.Testing;

/// <summary>One connection to a <see cref="ScriptedSmtpServer"/>.</summary>
internal sealed class ScriptedSmtpSession(ScriptedSmtpServer server, TcpClient client, CancellationToken stop)
{
    private readonly byte[] _input = new byte[16 * 1024];
    private Stream _stream = client.GetStream();
    private int _start;
    private int _end;
    private ReceivedMessage _current = new("", [], []);

    public async Task RunAsync()
    {
        using (client)
        {
            try
            {
                var goesOn = await SayAsync("(greeting)", "220 peer.test ESMTP");
                while (goesOn && await ReadLineAsync() is { } command)
                {
                    server.Heard(command);
                    goesOn = await ObeyAsync(command);
                }
            }
            catch (IOException)
            {
                // The client has left.
            }
            finally
            {
                await _stream.DisposeAsync();
            }
        }
    }

    /// <returns>Whether the session goes on.</returns>
    private async Task<bool> ObeyAsync(string command)
    {
        switch (command.Split(' ')[0].ToUpperInvariant())
        {
            case "EHLO":
                var offersTls = server.Certificate is not null && _stream is not SslStream;
                string[] lines = ["peer.test", .. server.Extensions, .. offersTls ? ["STARTTLS"] : Array.Empty<string>()];
                return await SayAsync(command, string.Join("\r\n", lines.Select((line, i) => (i < lines.Length - 1 ? "250-" : "250 ") + line)));
            case "STARTTLS" when server.Certificate is { } certificate:
                return await StartTlsAsync(command, certificate);
            case "MAIL":
                _current = new ReceivedMessage(command, [], []);
                return await SayAsync(command, "250 2.1.0 sender ok");
            case "RCPT":
                _current.Recipients.Add(command);
                return await SayAsync(command, "250 2.1.5 recipient ok");
            case "DATA":
                var other = server.Answer(command);
                return await SayAsync(command, other, "354 go ahead")
                    && (other?.StartsWith("354", StringComparison.Ordinal) is false || await EndAsync(await ReadDataAsync()));
            case "BDAT":
                var octets = new byte[int.Parse(command.Split(' ')[1], CultureInfo.InvariantCulture)];
                for (var i = 0; i < octets.Length; i++)
                {
                    octets[i] = await ReadOctetAsync() ?? throw new IOException("The content has no end.");
                }

                return await EndAsync(octets);
            case "QUIT":
                await SayAsync(command, "221 2.0.0 bye");
                return false;
            default:
                return await SayAsync(command, "250 2.0.0 ok");
        }
    }

    private async Task<bool> EndAsync(byte[] content)
    {
        var other = server.Answer(".");
        if (other is null)
        {
            server.Took(_current with { Content = content });
        }

        return await SayAsync(".", other, "250 2.0.0 taken");
    }

    private async Task<bool> StartTlsAsync(string command, X509Certificate2 certificate)
    {
        var other = server.Answer(command);
        if (!await SayAsync(command, other, "220 go ahead") || other is not null)
        {
            return other?.StartsWith('4') == true;
        }

        var tls = new SslStream(_stream);
        _stream = tls;
        using var intermediate = X509Certificate2.CreateFromPem(TestCertificate.IntermediatePem);
        var context = SslStreamCertificateContext.Create(certificate, server.Issuers ?? [intermediate], offline: true);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new IOException("no handshake", e);
        }

        return true;
    }

    private Task<bool> SayAsync(string command, string usual) => SayAsync(command, server.Answer(command), usual);

    private async Task<bool> SayAsync(string command, string? other, string usual)
    {
        await server.Pause(command);
        var answer = other ?? usual;
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(answer.Length > 0 ? answer + "\r\n" : ""), stop);
        return answer.Length > 0;
    }

    private async Task<byte[]> ReadDataAsync()
    {
        var content = new MemoryStream();
        for (var lines = 0; ; lines++)
        {
            await server.PauseInContent(lines);
            var line = await ReadLineAsync() ?? throw new IOException("The content has no end.");
            if (line == ".")
            {
                return content.ToArray();
            }

            content.Write(Encoding.Latin1.GetBytes((line.StartsWith('.') ? line[1..] : line) + "\r\n"));
        }
    }

    // Only CRLF ends a line.
    private async Task<string?> ReadLineAsync()
    {
        var line = new List<byte>();
        while (line is not [.., (byte)'\r', (byte)'\n'])
        {
            if (await ReadOctetAsync() is not { } octet)
            {
                return null;
            }

            line.Add(octet);
        }

        return Encoding.Latin1.GetString([.. line[..^2]]);
    }

    // Before STARTTLS a client waits for the reply, so there is nothing in the buffer then.
    private async ValueTask<byte?> ReadOctetAsync()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await _stream.ReadAsync(_input, stop));
        }

        return _end > 0 ? _input[_start++] : null;
    }
}
