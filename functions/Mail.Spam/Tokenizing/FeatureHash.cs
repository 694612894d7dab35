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

        var rest = 0UL;
        for (var i = fours.Length * 4; i < text.Length; i++)
        {
            rest = (rest << 16) | text[i];
        }

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
