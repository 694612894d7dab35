using System.Buffers;
using System.IO.Pipelines;

namespace Mail.Fuzz.Session;

/// <summary>Output to a client that reads everything at once.</summary>
internal sealed class MemoryWriter(ArrayBufferWriter<byte> output) : PipeWriter
{
    public override Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    public override void Advance(int bytes) => output.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    public override void CancelPendingFlush()
    {
        // There is never one.
    }

    public override void Complete(Exception? exception = null)
    {
        // The client reads it later.
    }
}
