using System.Numerics;

namespace Mail.Spam;

/// <summary>From features to counts.</summary>
internal sealed class CountTable
{
    private const int FeaturesPerBucket = 8;

    private FeatureTable _features;

    // By number of the feature. Unlearnt features keep theirs, with a count of zero, until more than half are such.
    private TokenCount[] _counts;

    public CountTable(int expected)
        : this(new FeatureTable(expected))
    {
    }

    /// <param name="features">Those that are known, none of them counted.</param>
    public CountTable(FeatureTable features)
    {
        _features = features;
        _counts = new TokenCount[features.Capacity];
    }

    /// <summary>Features whose counts are not zero.</summary>
    public int Count { get; private set; }

    public int Room => _counts.Length;

    /// <summary>Adds the same to many features; to pairs of words no weight.</summary>
    public void Add(ReadOnlySpan<ulong> features, TokenCount change)
    {
        Span<int> numbers = stackalloc int[Memory.Block];
        for (; !features.IsEmpty; features = features[Math.Min(Memory.Block, features.Length)..])
        {
            var block = features[..Math.Min(Memory.Block, features.Length)];
            Number(block, numbers);
            AddBlock(block, numbers, change);
        }
    }

    /// <param name="changes">One for each feature.</param>
    public void Add(ReadOnlySpan<ulong> features, ReadOnlySpan<TokenCount> changes)
    {
        Span<int> numbers = stackalloc int[Memory.Block];
        for (var start = 0; start < features.Length; start += Memory.Block)
        {
            var block = features[start..Math.Min(start + Memory.Block, features.Length)];
            Number(block, numbers);
            for (var i = 0; i < block.Length; i++)
            {
                AddTo(numbers[i], changes[start + i]);
            }
        }
    }

    /// <summary>Adds the same to many features whose numbers are known; to pairs of words no weight.</summary>
    public void Add(ReadOnlySpan<ulong> features, ReadOnlySpan<int> numbers, TokenCount change)
    {
        for (var start = 0; start < features.Length; start += Memory.Block)
        {
            var block = features[start..Math.Min(start + Memory.Block, features.Length)];
            Fetch(numbers.Slice(start, block.Length));
            AddBlock(block, numbers[start..], change);
        }
    }

    public void Find(ReadOnlySpan<ulong> features, Span<TokenCount> counts)
    {
        Span<int> numbers = stackalloc int[Memory.Block];
        for (var start = 0; start < features.Length; start += Memory.Block)
        {
            var block = features[start..Math.Min(start + Memory.Block, features.Length)];
            _features.Find(block, numbers);
            Fetch(numbers[..block.Length]);
            for (var i = 0; i < block.Length; i++)
            {
                counts[start + i] = numbers[i] is var number and >= 0 ? _counts[number] : default;
            }
        }
    }

    /// <summary>The features whose counts are not zero, ascending.</summary>
    public (ulong[] Features, TokenCount[] Counts) ToSorted()
    {
        // Features are spread evenly over their first bits, so a pass by these leaves few in each bucket to be sorted; whoever finds many that begin alike
        // makes the sort slower, but no slower than that of the whole would be.
        var bits = Math.Max(1, BitOperations.Log2((uint)(Count / FeaturesPerBucket) | 1));
        var ends = Starts(64 - bits, 1 << bits);
        var sorted = (Features: new ulong[Count], Counts: new TokenCount[Count]);
        var features = _features.Features;
        for (var i = 0; i < features.Length; i++)
        {
            if (!_counts[i].IsZero)
            {
                var at = ends[features[i] >> (64 - bits)]++;
                (sorted.Features[at], sorted.Counts[at]) = (features[i], _counts[i]);
            }
        }

        var start = 0;
        foreach (var end in ends)
        {
            Sort(sorted.Features.AsSpan(start..end), sorted.Counts.AsSpan(start..end));
            start = end;
        }

        return sorted;
    }

    /// <summary>By insertion, which is best for a few.</summary>
    private static void Sort(Span<ulong> features, Span<TokenCount> counts)
    {
        if (features.Length > FeaturesPerBucket * 8)
        {
            features.Sort(counts);
            return;
        }

        for (var i = 1; i < features.Length; i++)
        {
            var (feature, count) = (features[i], counts[i]);
            var at = i;
            for (; at > 0 && features[at - 1] > feature; at--)
            {
                (features[at], counts[at]) = (features[at - 1], counts[at - 1]);
            }

            (features[at], counts[at]) = (feature, count);
        }
    }

    /// <summary>Where the features of each bucket of the first bits start.</summary>
    private int[] Starts(int shift, int buckets)
    {
        var sizes = new int[buckets];
        var features = _features.Features;
        for (var i = 0; i < features.Length; i++)
        {
            sizes[features[i] >> shift] += _counts[i].IsZero ? 0 : 1;
        }

        var start = 0;
        foreach (ref var size in sizes.AsSpan())
        {
            (start, size) = (start + size, start);
        }

        return sizes;
    }

    private void AddBlock(ReadOnlySpan<ulong> features, ReadOnlySpan<int> numbers, TokenCount change)
    {
        for (var i = 0; i < features.Length; i++)
        {
            AddTo(numbers[i], change with { Weight = FeatureHash.IfSingle(features[i], change.Weight) });
        }
    }

    private void AddTo(int number, TokenCount change)
    {
        ref var count = ref _counts[number];
        var before = count.IsZero;
        count += change;
        Count += (before ? 1 : 0) - (count.IsZero ? 1 : 0);
    }

    private void Number(ReadOnlySpan<ulong> block, Span<int> numbers)
    {
        if (_features.Count > _features.Capacity - block.Length && Count < _features.Count / 2)
        {
            Tidy();
        }

        _features.Number(block, numbers);
        if (_counts.Length < _features.Capacity)
        {
            Array.Resize(ref _counts, _features.Capacity);
        }

        Fetch(numbers[..block.Length]);
    }

    private void Fetch(ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
        {
            Memory.Fetch(_counts, number);
        }
    }

    /// <summary>Leaves unlearnt features behind.</summary>
    private void Tidy()
    {
        var (features, counts) = ToSorted();
        _features = new FeatureTable(Count);
        _counts = new TokenCount[_features.Capacity];
        Count = 0;
        Add(features, counts);
    }
}
