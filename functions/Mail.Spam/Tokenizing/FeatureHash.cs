using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mail.Spam;

/// <summary>
/// The 64-bit names of features. They are in models and ledgers, so this must never change without a new <see cref="SnapshotFormat.Version"/>.
/// Not keyed: who finds two texts of the same hash makes one word count as another, which any word that is both does as well.
/// What is keyed is the place in a table (<see cref="ModelCounts"/>).
/// </summary>
internal static class FeatureHash
{
    // Odd, with half of the bits set: the golden ratio, and the first constants of wyhash and xxHash.
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xA0761D6478BD642F;
    private const ulong Third = 0xC2B2AE3D27D4EB4F;

    private const ulong PairBit = 1;

    public static ulong Seed(string kind) => Of(Golden, kind);

    /// <summary>Reads four characters at a time, little-endian: words are short, and this is what tokenizing spends its time on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong seed, ReadOnlySpan<char> text)
    {
        var hash = seed + ((ulong)text.Length * Third);
        var fours = MemoryMarshal.Cast<char, ulong>(text);
        foreach (var four in fours)
        {
            hash = Mix(hash ^ four);
        }

        return Mix(Mix(hash ^ RestOf(text))) & ~PairBit;
    }

    /// <summary>The characters after the fours, the last one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RestOf(ReadOnlySpan<char> text)
    {
        if (text.Length >= 4)
        {
            // Without a branch for each: the last four, those away that were read before.
            var last = BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text[^4..])));
            const ulong high = 0xFF00FF00FF00FF00;
            return (((last & high) >> 8) | ((last & ~high) << 8)) & ~(ulong.MaxValue << (16 * (text.Length & 3)));
        }

        var rest = 0UL;
        foreach (var c in text)
        {
            rest = (rest << 16) | c;
        }

        return rest;
    }

    /// <summary>The same for ASCII, without a branch for short words, whose lengths nothing foretells.</summary>
    /// <param name="text">At least four characters more than <paramref name="length"/>, rounded down to fours.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfAscii(ulong seed, ReadOnlySpan<char> text, int length)
    {
        var fours = MemoryMarshal.Cast<char, ulong>(text);
        var whole = length >> 2;
        var hash = seed + ((ulong)length * Third);
        if (whole > 1)
        {
            foreach (var four in fours[..whole])
            {
                hash = Mix(hash ^ four);
            }
        }
        else
        {
            hash ^= (hash ^ Mix(hash ^ fours[0])) & (ulong)-whole;
        }

        // In the order of numbers, the last character lowest: each is one octet of its two.
        var rest = BinaryPrimitives.ReverseEndianness(fours[whole]) >> 24 >> (48 - (16 * (length & 3)));
        return Mix(Mix(hash ^ rest)) & ~PairBit;
    }

    /// <summary>Two features at a distance; not symmetric.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pair(ulong first, ulong second, int distance) =>
        Mix(BitOperations.RotateLeft(first * Second, 23) ^ (second + ((ulong)distance * Third))) | PairBit;

    /// <summary>Two words at a distance, rather than one thing on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPair(ulong feature) => (feature & PairBit) != 0;

    /// <returns>0 for a pair. Without a branch, for pairs and singles alternate as they like.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IfSingle(ulong feature, int value) => value & ((int)(feature & PairBit) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value *= Golden;
        value ^= value >> 32;
        return (value * Second) ^ (value >> 29);
    }
}
