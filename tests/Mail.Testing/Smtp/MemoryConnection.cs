using System.IO.Pipelines;

namespace Mail.Testing.Smtp;

/// <summary>
/// A connection in memory. A server that waits goes on inside the client's write, so that a test knows it has done all that it can when the
/// write returns.
/// </summary>
public sealed class MemoryConnection : IDuplexPipe
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;
    private readonly WatchedPipeReader _input;

    /// <param name="outputLimit">Octets that the server may have in flight before its flush waits for the client; 0 for no limit.</param>
    public MemoryConnection(long outputLimit = 0)
    {
        _toServer = new Pipe(Options(PipeScheduler.Inline, limit: 0));
        // A client that went on inside the server's flush would hold the server up.
        _toClient = new Pipe(Options(PipeScheduler.ThreadPool, outputLimit));
        _input = new WatchedPipeReader(_toServer.Reader);
    }

    /// <summary>The server waits for input.</summary>
    public bool ServerWaits => _input.IsWaiting;

    public PipeReader Input => _input;

    public PipeWriter Output => _toClient.Writer;

    public PipeWriter ClientOutput => _toServer.Writer;

    public PipeReader ClientInput => _toClient.Reader;

    private static PipeOptions Options(PipeScheduler reader, long limit) => new(
        readerScheduler: reader,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: limit,
        resumeWriterThreshold: limit / 2,
        useSynchronizationContext: false);
}
