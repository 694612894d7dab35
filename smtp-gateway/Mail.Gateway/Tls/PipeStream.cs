using System.Buffers;
using System.IO.Pipelines;

namespace Mail.Gateway;

/// <summary>The two pipes of a connection as a stream, for what reads and writes streams only. Disposing completes both.</summary>
internal sealed class PipeStream(IDuplexPipe pipes) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits for input; with an empty buffer only that.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await pipes.Input.ReadAsync(cancellationToken);
            var length = (int)Math.Min(buffer.Length, result.Buffer.Length);
            var isOver = !result.Buffer.IsEmpty || result.IsCompleted;
            var taken = result.Buffer.Slice(0, length);
            taken.CopyTo(buffer.Span);
            // What was read is the pipe's again behind this line, its lengths too.
            pipes.Input.AdvanceTo(taken.End);
            if (isOver)
            {
                return length;
            }

            // A read that was cancelled without our token was meant for the session, which looks after the handshake what is the matter.
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await pipes.Output.WriteAsync(buffer, cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new IOException("The connection has been closed.");
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Every write is flushed already.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous reads only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous writes only.");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await pipes.Output.CompleteAsync();
        await pipes.Input.CompleteAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pipes.Output.Complete();
            pipes.Input.Complete();
        }

        base.Dispose(disposing);
    }
}
