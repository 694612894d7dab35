using System.IO.Pipelines;

namespace Mail.Testing.Smtp;

/// <summary>
/// A connection in memory. What one side does continues at once on the thread of the other, so that a test knows the server has done all
/// that it can when a write returns.
/// </summary>
public sealed class MemoryConnection : IDuplexPipe
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;
    private readonly WatchedPipeReader _input;

    /// <param name="outputLimit">Octets that the server may have in flight before its flush waits for the client; 0 for no limit.</param>
    public MemoryConnection(long outputLimit = 0)
    {
        _toServer = new Pipe(Inline(0));
        _toClient = new Pipe(Inline(outputLimit));
        _input = new WatchedPipeReader(_toServer.Reader);
    }

    /// <summary>The server waits for input.</summary>
    public bool ServerWaits => _input.IsWaiting;

    public PipeReader Input => _input;

    public PipeWriter Output => _toClient.Writer;

    public PipeWriter ClientOutput => _toServer.Writer;

    public PipeReader ClientInput => _toClient.Reader;

    private static PipeOptions Inline(long limit) => new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: limit,
        resumeWriterThreshold: limit / 2,
        useSynchronizationContext: false);
}
