using System.Buffers;
using System.IO.Pipelines;

namespace Mail.Fuzz.Session;

/// <summary>
/// A client that has sent everything and left: input that is all there from the start, given out in pieces, and output that is kept. Nothing here
/// ever waits, so a session runs to its end on the thread that starts it.
/// </summary>
internal sealed class MemoryTransport(byte[] input, Func<int> nextPiece, ArrayBufferWriter<byte> output) : IDuplexPipe
{
    private readonly MemoryReader _reader = new(input, nextPiece);

    public PipeReader Input => _reader;

    public PipeWriter Output { get; } = new MemoryWriter(output);

    /// <summary>Octets of the input that are done with.</summary>
    public int Consumed => _reader.Consumed;

    /// <summary>What was done with the transport that may not be; <c>null</c> when nothing was. The session takes exceptions for a lost connection.</summary>
    public string? Abuse => _reader.Abuse;
}
