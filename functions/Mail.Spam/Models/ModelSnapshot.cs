using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

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

    /// <summary>Reads a file as <see cref="ModelCounts.WriteTo"/> writes it.</summary>
    /// <exception cref="InvalidDataException">It is not one, of another version, or damaged; the message says which.</exception>
    public static ModelSnapshot Load(ReadOnlySpan<byte> file)
    {
        var tokens = CheckHeader(file);
        CheckSum(file);
        var body = file[SnapshotFormat.HeaderSize..];
        var features = MemoryMarshal.Cast<byte, ulong>(body[..(tokens * SnapshotFormat.FeatureSize)]).ToArray();
        for (var i = 1; i < features.Length; i++)
        {
            if (features[i - 1] >= features[i])
            {
                throw new InvalidDataException("The features of the model are not in order.");
            }
        }

        var counts = MemoryMarshal.Cast<byte, TokenCount>(body[(tokens * SnapshotFormat.FeatureSize)..]).ToArray();
        foreach (var count in counts)
        {
            if ((count.Ham | count.Spam) < 0)
            {
                throw new InvalidDataException("A count of the model is negative.");
            }
        }

        return new ModelSnapshot(ReadInt(file, 12), ReadInt(file, 16), features, counts);
    }

    public void Find(ReadOnlySpan<ulong> features, Span<TokenCount> counts)
    {
        for (var i = 0; i < features.Length; i++)
        {
            var at = IndexOf(features[i]);
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

    private static int CheckHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < SnapshotFormat.HeaderSize || !file.StartsWith(SnapshotFormat.Magic))
        {
            throw new InvalidDataException("This is not a spam model.");
        }

        var version = ReadInt(file, 8);
        if (version != SnapshotFormat.Version)
        {
            throw new InvalidDataException($"The spam model has version {version}; this program reads {SnapshotFormat.Version}.");
        }

        var tokens = ReadInt(file, 20);
        if (ReadInt(file, 12) < 0 || ReadInt(file, 16) < 0 || tokens is < 0 or > SnapshotFormat.MaxTokens
            || file.Length != SnapshotFormat.HeaderSize + ((long)tokens * (SnapshotFormat.FeatureSize + SnapshotFormat.CountSize)))
        {
            throw new InvalidDataException("The spam model is cut short, or longer than it says.");
        }

        return tokens;
    }

    private static void CheckSum(ReadOnlySpan<byte> file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..SnapshotFormat.ChecksumAt]);
        hash.AppendData(file[SnapshotFormat.HeaderSize..]);
        if (!file.Slice(SnapshotFormat.ChecksumAt, SnapshotFormat.ChecksumSize).SequenceEqual(hash.GetHashAndReset()))
        {
            throw new InvalidDataException("The spam model is damaged: its checksum is wrong.");
        }
    }

    private static int ReadInt(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file[at..]);

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
    private int IndexOf(ulong feature)
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
