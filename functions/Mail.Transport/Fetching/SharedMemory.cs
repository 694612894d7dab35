namespace Mail.Transport;

/// <summary>
/// The memory that all sessions of a process have for messages. Large messages go past one at a time in a lane of their own, so that ordinary mail does not wait
/// for them.
/// </summary>
internal sealed class SharedMemory(FetchOptions options, TimeProvider time)
{
    // Of the whole: a read of messages that are not large has 8 MiB, an eighth.
    private const int LargePart = 4;

    private readonly MemoryLane _ordinary = new(options.Memory, options, time);
    private readonly MemoryLane _large = new(1, options, time);

    /// <param name="octets">As the server announces them.</param>
    /// <exception cref="Core.RemoteMailboxException">There was no room for too long.</exception>
    public Task<MemoryShare> TakeAsync(long octets, CancellationToken cancellationToken) =>
        (octets > options.Memory / LargePart ? _large : _ordinary).TakeAsync(octets, cancellationToken);
}
