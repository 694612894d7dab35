using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>
/// A hash table with open addressing from features to counts. Strangers choose the features, so places come from a secret multiplier (multiply-shift is
/// universal): without knowing it nobody can make chains long.
/// </summary>
internal sealed class CountTable
{
    private const int MinBits = 8;

    // Feature 0 marks a free slot and has a place of its own.
    private readonly ulong _secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
    private Entry[] _slots;
    private TokenCount _zero;
    private int _shift;
    private int _used;

    public CountTable(int expected)
    {
        var bits = Math.Max(MinBits, BitOperations.Log2((uint)Math.Max(expected, 1)) + 2);
        _slots = new Entry[1 << bits];
        _shift = 64 - bits;
    }

    /// <summary>Features whose counts are not zero.</summary>
    public int Count { get; private set; }

    public void Add(ulong feature, TokenCount change)
    {
        ref var count = ref feature == 0 ? ref _zero : ref Slot(feature);
        var before = count.IsZero;
        count += change;
        Count += (before ? 1 : 0) - (count.IsZero ? 1 : 0);
    }

    public void Find(ReadOnlySpan<ulong> features, Span<TokenCount> counts)
    {
        for (var i = 0; i < features.Length; i++)
        {
            counts[i] = Find(features[i]);
        }
    }

    /// <summary>The features whose counts are not zero, ascending.</summary>
    public (ulong[] Features, TokenCount[] Counts) ToSorted()
    {
        var features = new ulong[Count];
        var counts = new TokenCount[Count];
        var next = 0;
        if (!_zero.IsZero)
        {
            counts[next++] = _zero;
        }

        foreach (ref var slot in _slots.AsSpan())
        {
            if (!slot.Count.IsZero)
            {
                features[next] = slot.Feature;
                counts[next++] = slot.Count;
            }
        }

        Array.Sort(features, counts);
        return (features, counts);
    }

    private TokenCount Find(ulong feature)
    {
        if (feature == 0)
        {
            return _zero;
        }

        var slots = _slots;
        for (var i = Place(feature); ; i = (i + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[i];
            if (slot.Feature == feature)
            {
                return slot.Count;
            }

            if (slot.Feature == 0)
            {
                return default;
            }
        }
    }

    /// <summary>The counts of a feature, to be changed; a new slot when it has none. Unlearnt features keep theirs until the table grows.</summary>
    private ref TokenCount Slot(ulong feature)
    {
        while (true)
        {
            var slots = _slots;
            for (var i = Place(feature); ; i = (i + 1) & (slots.Length - 1))
            {
                ref var slot = ref slots[i];
                if (slot.Feature == feature)
                {
                    return ref slot.Count;
                }

                if (slot.Feature == 0)
                {
                    if (_used >= slots.Length / 4 * 3)
                    {
                        break;
                    }

                    _used++;
                    slot.Feature = feature;
                    return ref slot.Count;
                }
            }

            Grow();
        }
    }

    private void Grow()
    {
        var old = _slots;

        // Unlearnt features are left behind, so there may be room without more slots.
        if (Count > old.Length / 2)
        {
            _slots = new Entry[old.Length * 2];
            _shift--;
        }
        else
        {
            _slots = new Entry[old.Length];
        }

        _used = 0;
        foreach (ref var entry in old.AsSpan())
        {
            if (!entry.Count.IsZero)
            {
                Slot(entry.Feature) = entry.Count;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(ulong feature) => (int)((feature * _secret) >> _shift);

    private struct Entry
    {
        public ulong Feature;
        public TokenCount Count;
    }
}
