using System.Buffers.Binary;
using System.Text;

namespace Mail.Processing;

/// <summary>Reads one header of a file from a zip archive, central or local. Whatever the octets are, nothing throws.</summary>
internal static class ZipEntryReader
{
    public const int CentralLength = 46;
    public const int LocalLength = 30;

    private const int Zip64Field = 0x0001;
    private const int UnicodePathField = 0x7075;
    private const int EncryptedFlag = 0x1;
    private const int Utf8Flag = 0x800;

    /// <summary>Octets of a central header with all that belongs to it.</summary>
    public static int CentralSize(ReadOnlySpan<byte> header) =>
        CentralLength + UInt16(header, 28) + UInt16(header, 30) + UInt16(header, 32);

    /// <param name="header">As long as <see cref="CentralSize"/> says.</param>
    /// <param name="shift">What stands before the archive in the stream.</param>
    public static ZipEntry ReadCentral(ReadOnlySpan<byte> header, long shift)
    {
        var name = header.Slice(CentralLength, UInt16(header, 28));
        var extra = header.Slice(CentralLength + name.Length, UInt16(header, 30));
        long compressed = UInt32(header, 20), size = UInt32(header, 24), offset = UInt32(header, 42);
        // APPNOTE §4.5.3: in this order, each only when its field in the header is all ones.
        var large = Field(extra, Zip64Field);
        size = Take(ref large, size);
        compressed = Take(ref large, compressed);
        offset = Take(ref large, offset);
        var flags = UInt16(header, 8);
        return new ZipEntry(Names(name, extra, flags), (flags & EncryptedFlag) != 0, UInt16(header, 10), compressed, size, offset < 0 ? -1 : offset + shift);
    }

    /// <summary>Names only: what else a local header says, the central one has said.</summary>
    /// <param name="header">The fixed part with the name behind it.</param>
    public static IReadOnlyList<string> ReadLocalNames(ReadOnlySpan<byte> header) => Names(header[LocalLength..], [], UInt16(header, 6));

    public static int UInt16(ReadOnlySpan<byte> octets, int at) => BinaryPrimitives.ReadUInt16LittleEndian(octets[at..]);

    public static uint UInt32(ReadOnlySpan<byte> octets, int at) => BinaryPrimitives.ReadUInt32LittleEndian(octets[at..]);

    private static IReadOnlyList<string> Names(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> extra, int flags)
    {
        var name = ((flags & Utf8Flag) != 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(octets);
        // §4.6.9: version and checksum of the name before it. Programs that show this name do so whatever the checksum.
        return Field(extra, UnicodePathField) is { Length: > 5 } other && Encoding.UTF8.GetString(other[5..]) is var second && second != name ? [name, second] : [name];
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> extra, int id)
    {
        while (extra.Length >= 4)
        {
            var length = Math.Min(UInt16(extra, 2), extra.Length - 4);
            if (UInt16(extra, 0) == id)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Take(ref ReadOnlySpan<byte> large, long value)
    {
        if (value != uint.MaxValue || large.Length < sizeof(long))
        {
            return value;
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(large);
        large = large[sizeof(long)..];
        // No file of ours is as large: what cannot be is as large as can be.
        return value < 0 ? long.MaxValue / 4 : Math.Min(value, long.MaxValue / 4);
    }
}
