using System.Collections.Concurrent;

namespace Mail.Azure;

/// <summary>
/// Large buffers for blobs being written, at most so many bytes of them in the whole process, so that memory does not grow with the number
/// or the size of messages. Nobody ever waits for one: a writer that gets none sends what it has in its small buffer and goes on with that,
/// so writers cannot block each other, and one that a slow client keeps waiting does not hold up the rest. The client is pushed back by
/// waiting for its writer's requests.
/// </summary>
internal sealed class BlockBuffers(int capacity)
{
    /// <summary>
    /// Every writer has one of these; most messages fit. Below the 85,000 bytes from which on the runtime puts arrays on the large object heap.
    /// </summary>
    public const int Small = 64 * 1024;

    /// <summary>
    /// The block of a large message, and the largest that is written in a single request. With 40 MiB messages 4 MiB blocks save requests, but
    /// 50 such writers would hold 200 MiB. Measured with this size: 50 messages of 40 MiB at once, 152 MiB resident at the peak, SDK and runtime
    /// included.
    /// </summary>
    public const int Large = 1024 * 1024;

    private readonly ConcurrentBag<byte[]> _free = [];
    private int _remaining = capacity / Large;

    /// <summary>A buffer of <see cref="Large"/> bytes, or <c>null</c> when all are in use.</summary>
    public byte[]? TryRent()
    {
        if (_free.TryTake(out var buffer))
        {
            return buffer;
        }

        if (Interlocked.Decrement(ref _remaining) >= 0)
        {
            // Kept for the life of the process, so they are made once and never collected.
            return GC.AllocateUninitializedArray<byte>(Large);
        }

        Interlocked.Increment(ref _remaining);
        return null;
    }

    public void Return(byte[] buffer) => _free.Add(buffer);
}
