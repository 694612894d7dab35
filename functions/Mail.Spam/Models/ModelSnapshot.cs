using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mail.Spam;

/// <summary>An immutable model: sorted features with an index on their first bits. Safe for many threads at once.</summary>
public sealed class ModelSnapshot : ITokenCounts
{
    // Two to four features in a bucket on average: half a cache line of them.
    private const int FeaturesPerBucket = 2;

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
        Span<int> places = stackalloc int[Memory.Block];
        for (var start = 0; start < features.Length; start += Memory.Block)
        {
            var block = features[start..Math.Min(start + Memory.Block, features.Length)];
            Search(block, places);
            var found = counts.Slice(start, block.Length);
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = places[i] is var at and >= 0 ? _counts[at] : default;
            }
        }
    }

    /// <summary>Ascending.</summary>
    internal ReadOnlySpan<ulong> Features => _features;

    /// <summary>Of each of <see cref="Features"/>.</summary>
    internal ReadOnlySpan<TokenCount> Counts => _counts;

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

    /// <param name="places">Gets where each feature is, -1 for those that are unknown.</param>
    private void Search(ReadOnlySpan<ulong> features, Span<int> places)
    {
        Span<int> ends = stackalloc int[Memory.Block];
        foreach (var feature in features)
        {
            Memory.Fetch(_buckets, (int)(feature >> _shift));
        }

        for (var i = 0; i < features.Length; i++)
        {
            var bucket = (int)(features[i] >> _shift);
            (places[i], ends[i]) = (_buckets[bucket], _buckets[bucket + 1]);
            Memory.Fetch(_features, places[i]);
        }

        for (var i = 0; i < features.Length; i++)
        {
            places[i] = Search(features[i], places[i], ends[i]);
            Memory.Fetch(_counts, places[i]);
        }
    }

    private int Search(ulong feature, int low, int high)
    {
        // No feature of another bucket is the same, so it does no harm to look at some of those.
        if (high - low <= Vector512<ulong>.Count && low <= _features.Length - Vector512<ulong>.Count)
        {
            var same = Vector512.Equals(Vector512.LoadUnsafe(ref _features[low]), Vector512.Create(feature)).ExtractMostSignificantBits();
            return same == 0 ? -1 : low + BitOperations.TrailingZeroCount(same);
        }

        return SearchLarge(feature, low, high);
    }

    /// <summary>Binary, for a stranger may fill one bucket.</summary>
    private int SearchLarge(ulong feature, int low, int high)
    {
        var at = Array.BinarySearch(_features, low, high - low, feature);
        return at < 0 ? -1 : at;
    }
}
