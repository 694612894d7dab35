using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mail.Testing;

/// <summary>One connection to a <see cref="ScriptedServer"/>: lines in, octets out, and TLS.</summary>
internal abstract class ScriptedSession(ScriptedServer server, TcpClient client, CancellationToken stop)
{
    private readonly byte[] _input = new byte[16 * 1024];
    private Stream _stream = client.GetStream();
    private int _start;
    private int _end;

    protected bool IsTls => _stream is SslStream;

    public async Task RunAsync()
    {
        using (client)
        {
            try
            {
                if (server.IsImplicitTls)
                {
                    await BeginTlsAsync();
                }

                var goesOn = await SayAsync("(greeting)", server.Greeting + "\r\n");
                while (goesOn && await ReadLineAsync() is { } command)
                {
                    goesOn = await ObeyAsync(command);
                }
            }
            catch (IOException)
            {
                // The client has left.
            }
            finally
            {
                Ended();
                await _stream.DisposeAsync();
            }
        }
    }

    /// <returns>Whether the session goes on.</returns>
    protected abstract Task<bool> ObeyAsync(string line);

    /// <summary>The client is gone, or was sent away.</summary>
    protected virtual void Ended()
    {
    }

    /// <summary>An answer as it goes out to the command that was read last.</summary>
    protected virtual string Tagged(string answer) => answer;

    protected async Task BeginTlsAsync()
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        // What came before is not heeded.
        (_start, _end) = (0, 0);
        using var intermediate = X509Certificate2.CreateFromPem(TestCertificate.IntermediatePem);
        var context = SslStreamCertificateContext.Create(server.Certificate!, [intermediate], offline: true);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new IOException("no handshake", e);
        }
    }

    protected async Task<bool> SayAsync(string command, string usual)
    {
        await server.Pause(command).WaitAsync(stop);
        var answer = Encoding.Latin1.GetBytes(Tagged(server.Answer(command) ?? usual));
        var pace = server.Pace(command);
        foreach (var piece in pace > TimeSpan.Zero ? answer.Chunk(1) : [answer])
        {
            await Task.Delay(pace, stop);
            await _stream.WriteAsync(piece, stop);
        }

        return answer.Length > 0 && !server.HangsUpAfter(command);
    }

    protected async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await _stream.ReadAsync(_input, stop));
                if (_end == 0)
                {
                    return null;
                }
            }

            var octet = (char)_input[_start++];
            if (octet == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(octet);
        }
    }
}
