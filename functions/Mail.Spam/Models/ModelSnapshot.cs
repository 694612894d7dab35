using System.Numerics;
using System.Runtime.InteropServices;

namespace Mail.Spam;

/// <summary>An immutable model: sorted features with an index on their first bits. Safe for many threads at once.</summary>
public sealed class ModelSnapshot : ITokenCounts
{
    // Four features in a bucket on average: half a cache line of them.
    private const int FeaturesPerBucket = 4;

    private readonly ulong[] _features;
    private readonly TokenCount[] _counts;
    private readonly int[] _buckets;
    private readonly int _shift;

    private ModelSnapshot(int ham, int spam, ulong[] features, TokenCount[] counts)
    {
        HamMessages = ham;
        SpamMessages = spam;
        _features = features;
        _counts = counts;
        var bits = Math.Max(1, BitOperations.Log2((uint)(features.Length / FeaturesPerBucket) | 1));
        _shift = 64 - bits;
        _buckets = IndexOf(features, bits, _shift);
    }

    /// <summary>Of someone who trained nothing yet.</summary>
    public static ModelSnapshot Empty { get; } = new(0, 0, [], []);

    public int HamMessages { get; }

    public int SpamMessages { get; }

    /// <summary>Features that are known.</summary>
    public int Tokens => _features.Length;

    /// <summary>Reads a file as <see cref="ModelCounts.WriteTo"/> writes it, without holding it twice.</summary>
    /// <exception cref="InvalidDataException">It is not one, of another version, or damaged; the message says which.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ModelSnapshot Load(Stream file)
    {
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderSize];
        var found = SnapshotHeader.Parse(header[..file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)]);
        var (features, counts) = found.Allocate(file.CanSeek ? file.Length - file.Position : long.MaxValue);
        try
        {
            file.ReadExactly(MemoryMarshal.AsBytes(features.AsSpan()));
            file.ReadExactly(MemoryMarshal.AsBytes(counts.AsSpan()));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException(SnapshotHeader.WrongLength, e);
        }

        if (file.ReadByte() >= 0)
        {
            throw new InvalidDataException(SnapshotHeader.WrongLength);
        }

        found.Check(header, features, counts);
        return new ModelSnapshot(found.HamMessages, found.SpamMessages, features, counts);
    }

    /// <inheritdoc cref="Load(Stream)"/>
    public static ModelSnapshot Load(ReadOnlySpan<byte> file)
    {
        var found = SnapshotHeader.Parse(file[..Math.Min(file.Length, SnapshotFormat.HeaderSize)]);
        var body = file[SnapshotFormat.HeaderSize..];
        var (features, counts) = found.Allocate(body.Length);
        var split = features.Length * SnapshotFormat.FeatureSize;
        if (body.Length != found.BodySize)
        {
            throw new InvalidDataException(SnapshotHeader.WrongLength);
        }

        body[..split].CopyTo(MemoryMarshal.AsBytes(features.AsSpan()));
        body[split..].CopyTo(MemoryMarshal.AsBytes(counts.AsSpan()));
        found.Check(file[..SnapshotFormat.HeaderSize], features, counts);
        return new ModelSnapshot(found.HamMessages, found.SpamMessages, features, counts);
    }

    public void Find(ReadOnlySpan<ulong> features, Span<TokenCount> counts)
    {
        for (var i = 0; i < features.Length; i++)
        {
            var at = Search(features[i]);
            counts[i] = at < 0 ? default : _counts[at];
        }
    }

    internal void ForEach(Action<ulong, TokenCount> action)
    {
        for (var i = 0; i < _features.Length; i++)
        {
            action(_features[i], _counts[i]);
        }
    }

    /// <returns>Where each bucket begins, and where the last one ends.</returns>
    private static int[] IndexOf(ulong[] features, int bits, int shift)
    {
        var buckets = new int[(1 << bits) + 1];
        var next = 0;
        for (var bucket = 0; bucket < buckets.Length - 1; bucket++)
        {
            buckets[bucket] = next;
            while (next < features.Length && features[next] >> shift == (ulong)bucket)
            {
                next++;
            }
        }

        buckets[^1] = features.Length;
        return buckets;
    }

    /// <summary>Binary, for a stranger may fill one bucket.</summary>
    private int Search(ulong feature)
    {
        var bucket = (int)(feature >> _shift);
        var (low, high) = (_buckets[bucket], _buckets[bucket + 1]);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_features[middle] < feature)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _features.Length && _features[low] == feature ? low : -1;
    }
}
