using System.IO.Pipelines;

namespace Mail.Gateway;

/// <summary>What a session reads and writes, in TLS. Completing the output says farewell and completes the connection below.</summary>
internal sealed class TlsTransport(TlsStream stream) : IDuplexPipe
{
    // An idle connection holds no buffer: both this reader and SslStream wait with empty reads.
    private static readonly StreamPipeReaderOptions Reading = new(useZeroByteReads: true);

    public PipeReader Input { get; } = PipeReader.Create(stream, Reading);

    public PipeWriter Output { get; } = PipeWriter.Create(stream);
}
