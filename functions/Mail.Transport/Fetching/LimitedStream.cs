using System.Globalization;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// What a server may send: so many octets until the next command, none too late and not too slowly. The client library above collects lines and
/// messages in memory without limits of its own.
/// </summary>
internal sealed class LimitedStream(Stream inner, FetchOptions options, TimeProvider time) : Stream
{
    private const int MaxLast = 512;

    private long _allowed;
    private long _received;
    private long _since = time.GetTimestamp();
    private byte[] _last = [];

    /// <summary>From now on the server may send so much.</summary>
    public void Allow(long octets) => (_allowed, _received, _since) = (octets, 0, time.GetTimestamp());

    /// <summary>Sees what comes before the client library does, and throws when that must not be seen.</summary>
    public Action<ReadOnlyMemory<byte>>? Guard { get; set; }

    /// <summary>The last line that came, or its end: what a server says of a login, which the client library does not always tell.</summary>
    public string LastLine => System.Text.Encoding.Latin1.GetString(_last).TrimEnd('\r', '\n').Split('\n')[^1];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override bool CanTimeout => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.IdleTimeout);
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemoteMailboxException(
                RemoteFailure.Unreachable, string.Create(CultureInfo.InvariantCulture, $"the server has said nothing for {options.IdleTimeout.TotalSeconds:0} seconds"));
        }

        Count(read);
        Guard?.Invoke(buffer[..read]);
        _last = buffer[Math.Max(0, read - MaxLast)..read].ToArray();
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.IdleTimeout);
        try
        {
            await inner.WriteAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemoteMailboxException(RemoteFailure.Unreachable, "the server does not take what it is sent");
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Sessions are asynchronous.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Sessions are asynchronous.");

    // Called when the client library is disposed of.
    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(int read)
    {
        _received += read;
        if (_received > _allowed)
        {
            throw new RemoteMailboxException(
                RemoteFailure.Limit, string.Create(CultureInfo.InvariantCulture, $"the server sends more than the {_allowed} octets that its answer can have"));
        }

        var elapsed = time.GetElapsedTime(_since);
        if (elapsed > options.RateGrace && _received < elapsed.TotalSeconds * options.LeastRate)
        {
            throw new RemoteMailboxException(
                RemoteFailure.Limit,
                string.Create(CultureInfo.InvariantCulture, $"the server is too slow: {_received} octets in {elapsed.TotalSeconds:0} seconds"));
        }
    }
}
