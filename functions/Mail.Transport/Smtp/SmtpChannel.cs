using System.Net.Security;
using System.Text;

namespace Mail.Transport;

/// <summary>Lines to a server and replies from it, over plain text and later TLS. Not for concurrent use.</summary>
internal sealed class SmtpChannel(Stream stream) : IAsyncDisposable
{
    private readonly byte[] _input = new byte[ReplyParser.MaxLine];
    private Stream _stream = stream;
    private int _start;
    private int _end;

    /// <exception cref="ConnectionLostException"/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, TimeSpan timeout, string what, CancellationToken cancellationToken) =>
        await WithinAsync(
            async token =>
            {
                await _stream.WriteAsync(octets, token);
                return true;
            },
            timeout,
            what,
            cancellationToken);

    /// <param name="lines">Each without its line end.</param>
    public ValueTask WriteLinesAsync(IEnumerable<string> lines, TimeSpan timeout, string what, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            // All parts are checked where they come from; this is the last place to stop one that is not from becoming two commands.
            text.Append(line.AsSpan().ContainsAny('\r', '\n', '\0') ? throw new InvalidOperationException("a command of two lines") : line).Append("\r\n");
        }

        return WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), timeout, what, cancellationToken);
    }

    /// <param name="what">For the operator: while doing what.</param>
    /// <exception cref="ConnectionLostException">Also for what is no reply.</exception>
    public async ValueTask<SmtpReply> ReadReplyAsync(TimeSpan timeout, string what, CancellationToken cancellationToken) =>
        await WithinAsync(ReadReplyAsync, timeout, what, cancellationToken);

    /// <summary>Goes on with TLS. What the server has sent before is forgotten: RFC 3207 §4.2, and nobody can put words into its mouth.</summary>
    public async ValueTask StartTlsAsync(SslClientAuthenticationOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        (_start, _end) = (0, 0);
        var tls = new SslStream(_stream);
        _stream = tls;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        await tls.AuthenticateAsClientAsync(options, limit.Token);
        Tls = tls;
    }

    public SslStream? Tls { get; private set; }

    /// <summary>The server has said more than was read.</summary>
    public bool HasInput => _start < _end;

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async ValueTask<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var parser = new ReplyParser();
        while (true)
        {
            var end = _input.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (end < 0)
            {
                await FillAsync(cancellationToken);
                continue;
            }

            var line = _input.AsMemory(_start, end);
            _start += end + 1;
            if (parser.Add(line.Span.TrimEnd((byte)'\r')) is { } reply)
            {
                return reply;
            }
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _input.AsSpan(_start, _end - _start).CopyTo(_input);
        (_start, _end) = (0, _end - _start);
        if (_end == _input.Length)
        {
            throw new InvalidDataException("a line without end");
        }

        var read = await _stream.ReadAsync(_input.AsMemory(_end), cancellationToken);
        _end += read > 0 ? read : throw new EndOfStreamException("the server closed the connection");
    }

    private static async ValueTask<T> WithinAsync<T>(
        Func<CancellationToken, ValueTask<T>> run, TimeSpan timeout, string what, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await run(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionLostException($"timed out while {what}", cause: e);
        }
        catch (InvalidDataException e)
        {
            throw new ConnectionLostException($"{e.Message} while {what}", "4.5.0", e);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new ConnectionLostException($"lost connection while {what}", cause: e);
        }
    }
}
