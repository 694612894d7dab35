using System.Buffers.Binary;

namespace Mail.Processing;

/// <summary>Signatures, as the lists of file(1) and of the formats' own pages have them.</summary>
internal static class FileSignature
{
    /// <summary>Octets that tell all types: a CD's descriptor stands behind sixteen sectors (ECMA-119 §6.7.1).</summary>
    public const int Needed = 0x8006;

    public static FileType Detect(ReadOnlySpan<byte> start) => start switch
    {
        _ when IsDosProgram(start) || IsUnixProgram(start) => FileType.Executable,
        _ when start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8) || start.StartsWith("PK00PK\x03\x04"u8) => FileType.Zip,
        [0x1f, 0x8b, 0x08, ..] => FileType.Gzip,
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => FileType.Compound,
        // [MS-SHLLINK] §2.1: size of the header and class identifier.
        [0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0, ..] => FileType.Shortcut,
        // Compiled help runs what it likes; OneNote sections carry files that a click runs.
        _ when start.StartsWith("ITSF"u8) => FileType.Script,
        [0xe4, 0x52, 0x5c, 0x7b, 0x8c, 0xd8, 0xa7, 0x4d, ..] => FileType.Script,
        _ when IsDiskImage(start) => FileType.DiskImage,
        _ when start.Length > 262 && start[257..].StartsWith("ustar"u8) => FileType.Tar,
        _ when IsOtherArchive(start) => FileType.OtherArchive,
        _ => FileType.Unknown,
    };

    // "MZ" alone also begins words. What Windows starts has more: a header with null octets, and where it is in reach, the name of its format.
    private static bool IsDosProgram(ReadOnlySpan<byte> start)
    {
        if (start.Length < 64 || !(start.StartsWith("MZ"u8) || start.StartsWith("ZM"u8)) || start[2..64].IndexOf((byte)0) < 0)
        {
            return false;
        }

        var header = BinaryPrimitives.ReadUInt32LittleEndian(start[60..]);
        return header > start.Length - 4
            || start[(int)header..].StartsWith("PE\0\0"u8) || start[(int)header..].StartsWith("NE"u8) || start[(int)header..].StartsWith("LE"u8)
            || header < 64;
    }

    // ELF; Mach-O in both sizes and orders, and for several processors (which Java classes begin with as well).
    private static bool IsUnixProgram(ReadOnlySpan<byte> start) => start is
        [0x7f, 0x45, 0x4c, 0x46, ..] or [0xfe, 0xed, 0xfa, 0xce or 0xcf, ..] or [0xce or 0xcf, 0xfa, 0xed, 0xfe, ..] or [0xca, 0xfe, 0xba, 0xbe, ..];

    private static bool IsDiskImage(ReadOnlySpan<byte> start) =>
        start.StartsWith("vhdxfile"u8) || start.StartsWith("conectix"u8) || start.StartsWith("KDMV"u8)
        || (start.Length >= Needed && (start[0x8001..].StartsWith("CD001"u8) || start[0x8001..].StartsWith("BEA01"u8)));

    private static bool IsOtherArchive(ReadOnlySpan<byte> start) =>
        start.StartsWith("Rar!\x1a\x07"u8)
        || start is [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, ..]
        || start.StartsWith("MSCF\0\0\0\0"u8)
        || start is [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ..] or [0x28, 0xb5, 0x2f, 0xfd, ..]
        || start is [0x42, 0x5a, 0x68, >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, ..]
        || start is [0x60, 0xea, ..] && start.Length > 30 && start[2] < 0x40 && start[3] == 0
        || (start.Length > 14 && start[7..].StartsWith("**ACE**"u8))
        || (start.Length > 7 && start[2..].StartsWith("-lh"u8) && start[6] == (byte)'-')
        // winmail.dat ([MS-OXTNEF] §2.1.3.1), which carries attachments of its own.
        || start is [0x78, 0x9f, 0x3e, 0x22, ..];
}
