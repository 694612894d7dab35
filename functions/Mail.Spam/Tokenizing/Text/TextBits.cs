using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mail.Spam;

/// <summary>
/// The beginning of a text as rows of bits, one bit for each character, so that an instruction tells where a word ends, rather than a branch for each character,
/// which no processor can foretell. Made once and used for many texts. LAB.md, "bits".
/// </summary>
internal sealed class TextBits
{
    /// <summary>Characters that <see cref="WordBits"/> tell of: of the 64 bits that are read, the first may belong to characters before.</summary>
    public const int Sight = 57;

    private const int MaxText = 2048;

    // Characters that are looked at together.
    private const int Block = 32;

    private readonly char[] _lower = new char[MaxText + (2 * Block)];
    private readonly byte[] _plain = NewRow();
    private readonly byte[] _inner = NewRow();
    private readonly byte[] _starts = NewRow();
    private readonly byte[] _others = NewRow();
    private readonly byte[] _capitals = NewRow();
    private readonly char[] _rest = new char[Block];

    /// <param name="text">Read from its beginning, as far as there is room.</param>
    /// <returns>How many characters may be asked for: all, or of a long text those that have others in sight. The rest is to be read anew.</returns>
    public int Read(ReadOnlySpan<char> text)
    {
        var length = Math.Min(text.Length, MaxText);
        var at = 0;
        for (; at <= length - Block; at += Block)
        {
            ReadBlock(text.Slice(at, Block), at);
        }

        if (length == MaxText)
        {
            return MaxText - 64;
        }

        var rest = _rest.AsSpan();
        text[at..].CopyTo(rest);
        rest[(length - at)..].Clear();
        ReadBlock(rest, at);
        // What is in sight beyond the end is nothing.
        rest.Clear();
        ReadBlock(rest, at + Block);
        ReadBlock(rest, at + (2 * Block));
        return length;
    }

    /// <param name="i">Less than what <see cref="Read"/> returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WordBits At(int i) => new(Row(_plain, i), Row(_inner, i), Row(_starts, i), Row(_others, i), Row(_capitals, i));

    /// <summary>The text, its ASCII letters in lower case.</summary>
    /// <param name="i">Less than what <see cref="Read"/> returned.</param>
    /// <returns>From there on, at least 64 characters; those after the end are 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<char> Lower(int i) => _lower.AsSpan(i);

    private static byte[] NewRow() => new byte[(MaxText / 8) + 16];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Row(byte[] row, int i) => BitConverter.ToUInt64(row, i >> 3) >> (i & 7);

    private void ReadBlock(ReadOnlySpan<char> text, int at)
    {
        var characters = MemoryMarshal.Cast<char, ushort>(text);
        var (first, second) = (Vector256.Create(characters), Vector256.Create(characters[Vector256<ushort>.Count..]));
        var lower = MemoryMarshal.Cast<char, ushort>(_lower.AsSpan(at, Block));
        ToLower(first).CopyTo(lower);
        ToLower(second).CopyTo(lower[Vector256<ushort>.Count..]);

        // Whatever is not ASCII has the highest bit set afterwards, too.
        var octets = Vector256.NarrowWithSaturation(first, second);
        var others = octets.ExtractMostSignificantBits();
        var inner = (IsIn(octets, '&', '\'') | IsIn(octets, ',', '.') | IsIn(octets, '@', '@') | IsIn(octets, '_', '_')).ExtractMostSignificantBits();
        Write(_plain, at, (IsIn(octets | Vector256.Create((byte)0x20), 'a', 'z') | IsIn(octets, '0', '9')).ExtractMostSignificantBits());
        Write(_inner, at, inner);
        Write(_starts, at, (IsIn(octets, '!', '~').ExtractMostSignificantBits() & ~inner) | others);
        Write(_others, at, others | IsIn(octets, '@', '@').ExtractMostSignificantBits());
        Write(_capitals, at, IsIn(octets, 'A', 'Z').ExtractMostSignificantBits());
    }

    private static void Write(byte[] row, int at, uint bits) => BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(at >> 3), bits);

    private static Vector256<byte> IsIn(Vector256<byte> octets, char from, char to) =>
        Vector256.LessThanOrEqual(octets - Vector256.Create((byte)from), Vector256.Create((byte)(to - from)));

    private static Vector256<ushort> ToLower(Vector256<ushort> characters)
    {
        var isCapital = Vector256.LessThanOrEqual(characters - Vector256.Create((ushort)'A'), Vector256.Create((ushort)('Z' - 'A')));
        return characters | (isCapital & Vector256.Create((ushort)0x20));
    }
}
