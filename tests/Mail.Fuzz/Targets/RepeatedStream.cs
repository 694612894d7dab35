using Mail.Core;

namespace Mail.Fuzz.Targets;

/// <summary>An input some times over, in pieces of a chosen size, without ever making anybody wait.</summary>
internal sealed class RepeatedStream(byte[] input, int times, int piece) : ForwardStream
{
    private readonly long _length = (long)input.Length * times;

    /// <summary>Octets that were read.</summary>
    public long Given { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(Math.Min(buffer.Length, piece), _length - Given);
        for (var done = 0; done < count;)
        {
            var part = input.AsSpan((int)(Given % input.Length));
            part = part[..Math.Min(part.Length, count - done)];
            part.CopyTo(buffer[done..]);
            done += part.Length;
            Given += part.Length;
        }

        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
}
