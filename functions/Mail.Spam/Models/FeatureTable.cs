using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>
/// Numbers features in the order in which they first come: a hash table with open addressing, whose slots are small and whose features lie densely beside it.
/// Strangers choose the features, so places come from a secret multiplier (multiply-shift is universal): without knowing it nobody can make chains long.
/// </summary>
internal sealed class FeatureTable
{
    private const int MinBits = 8;

    private readonly ulong _secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    // The upper half of a feature's product with the secret, which begins with its place, and its number plus one; 0 is free.
    private ulong[] _slots;
    private ulong[] _features;
    private int _shift;

    /// <param name="expected">Features for which there is room at once.</param>
    public FeatureTable(int expected)
    {
        // Half of the slots are taken at most, so that chains stay short.
        var bits = Math.Max(MinBits, BitOperations.Log2((uint)Math.Max(expected, 1)) + 2);
        _slots = new ulong[1 << bits];
        _features = new ulong[1 << (bits - 1)];
        _shift = 64 - bits;
    }

    /// <summary>Features that have a number: 0 to this one less 1.</summary>
    public int Count { get; private set; }

    /// <summary>Features for which there is room without growing.</summary>
    public int Capacity => _features.Length;

    /// <summary>By number.</summary>
    public ReadOnlySpan<ulong> Features => _features.AsSpan(0, Count);

    /// <summary>Gives a number to those that have none.</summary>
    /// <param name="numbers">Gets one for each feature.</param>
    public void Number(ReadOnlySpan<ulong> features, Span<int> numbers)
    {
        for (var start = 0; start < features.Length; start += Memory.Block)
        {
            var block = features[start..Math.Min(start + Memory.Block, features.Length)];
            while (Count > _features.Length - block.Length)
            {
                Grow();
            }

            Fetch(block);
            for (var i = 0; i < block.Length; i++)
            {
                numbers[start + i] = Number(block[i]);
            }
        }
    }

    /// <param name="numbers">Gets one for each feature; -1 for those that have none.</param>
    public void Find(ReadOnlySpan<ulong> features, Span<int> numbers)
    {
        for (var start = 0; start < features.Length; start += Memory.Block)
        {
            var block = features[start..Math.Min(start + Memory.Block, features.Length)];
            Fetch(block);
            for (var i = 0; i < block.Length; i++)
            {
                numbers[start + i] = TryFind(block[i], out var slot) ? (int)_slots[slot] - 1 : -1;
            }
        }
    }

    private int Number(ulong feature)
    {
        if (!TryFind(feature, out var slot))
        {
            _features[Count++] = feature;
            _slots[slot] = ((feature * _secret) & ~(ulong)uint.MaxValue) | (uint)Count;
        }

        return (int)_slots[slot] - 1;
    }

    /// <param name="slot">Where it is, or the free one where it would be.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFind(ulong feature, out int slot)
    {
        var product = feature * _secret;
        var slots = _slots;
        for (slot = (int)(product >> _shift); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            var entry = slots[slot];
            if ((entry ^ product) <= uint.MaxValue && _features[(int)entry - 1] == feature)
            {
                return true;
            }
        }

        return false;
    }

    private void Fetch(ReadOnlySpan<ulong> features)
    {
        foreach (var feature in features)
        {
            Memory.Fetch(_slots, (int)((feature * _secret) >> _shift));
        }

        foreach (var feature in features)
        {
            // Most are in their first slot; that of a free one is number -1, and never read.
            Memory.Fetch(_features, (int)_slots[(int)((feature * _secret) >> _shift)] - 1);
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        Array.Resize(ref _features, _features.Length * 2);
        _shift--;
        foreach (var entry in old)
        {
            if (entry != 0)
            {
                var slot = (int)(entry >> _shift);
                while (_slots[slot] != 0)
                {
                    slot = (slot + 1) & (_slots.Length - 1);
                }

                _slots[slot] = entry;
            }
        }
    }
}
