using System.Buffers.Binary;

namespace Mail.Processing;

/// <summary>The central directory of a zip archive, entry by entry: <see cref="System.IO.Compression.ZipArchive"/> holds all of them at once, and hostile ones have a million.</summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int LocatorLength = 20;

    /// <summary>The end record with the longest comment (APPNOTE §4.3.16), and the locator of the Zip64 record before it.</summary>
    public const int MaxTail = EndLength + ushort.MaxValue + LocatorLength;

    private readonly Stream _stream;
    private readonly long _start;
    private readonly long _end;
    private readonly long _shift;

    private ZipDirectory(Stream stream, long start, long end, long shift) => (_stream, _start, _end, _shift) = (stream, start, end, shift);

    /// <summary>Where the directory begins: no file reaches into it.</summary>
    public long Start => _start;

    /// <returns><c>null</c> when the end record is missing or leads nowhere.</returns>
    public static ZipDirectory? Find(Stream stream)
    {
        var tail = new byte[(int)Math.Min(MaxTail, stream.Length)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < EndLength)
        {
            return null;
        }

        var record = tail.AsSpan(at);
        var end = stream.Length - tail.Length + at;
        long size = ZipEntryReader.UInt32(record, 12), offset = ZipEntryReader.UInt32(record, 16);
        if ((size == uint.MaxValue || offset == uint.MaxValue) && ReadZip64(stream, tail.AsSpan(0, at), ref end) is var (largeSize, largeOffset))
        {
            (size, offset) = (largeSize, largeOffset);
        }

        // It ends where the end record begins, also when something (a program that unpacks itself) stands before the archive. Some readers go by the offset
        // alone, so that counts when there is a directory.
        foreach (var start in new[] { end - size, offset })
        {
            if (start >= 0 && start < end && BeginsAt(stream, start))
            {
                return new ZipDirectory(stream, start, end, start - offset);
            }
        }

        return size == 0 && offset >= 0 && offset <= end ? new ZipDirectory(stream, end, end, 0) : null;
    }

    /// <summary>To the first header that is none.</summary>
    public IEnumerable<ZipEntry> Read()
    {
        var header = new byte[ZipEntryReader.CentralLength];
        // Reads ahead, because the headers are small; others move the stream between two entries.
        using var directory = new BufferedStream(new StreamSlice(_stream, _start, _end - _start), (int)Math.Clamp(_end - _start, 1, 64 * 1024));
        while (directory.ReadAtLeast(header, ZipEntryReader.CentralLength, throwOnEndOfStream: false) == ZipEntryReader.CentralLength && header.AsSpan().StartsWith("PK\x01\x02"u8))
        {
            var whole = new byte[ZipEntryReader.CentralSize(header)];
            header.CopyTo(whole, 0);
            var rest = whole.AsSpan(header.Length);
            if (directory.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length)
            {
                yield break;
            }

            yield return ZipEntryReader.ReadCentral(whole, _shift);
        }
    }

    private static (long Size, long Offset)? ReadZip64(Stream stream, ReadOnlySpan<byte> before, ref long end)
    {
        if (before.Length < LocatorLength || !before[^LocatorLength..].StartsWith("PK\x06\x07"u8))
        {
            return null;
        }

        var at = BinaryPrimitives.ReadInt64LittleEndian(before[^12..]);
        Span<byte> record = stackalloc byte[56];
        if (at < 0 || at > stream.Length - record.Length)
        {
            return null;
        }

        stream.Position = at;
        stream.ReadExactly(record);
        if (!record.StartsWith("PK\x06\x06"u8))
        {
            return null;
        }

        end = at;
        return (BinaryPrimitives.ReadInt64LittleEndian(record[40..]), BinaryPrimitives.ReadInt64LittleEndian(record[48..]));
    }

    private static bool BeginsAt(Stream stream, long start)
    {
        Span<byte> signature = stackalloc byte[4];
        stream.Position = start;
        return stream.ReadAtLeast(signature, 4, throwOnEndOfStream: false) == 4 && signature.SequenceEqual("PK\x01\x02"u8);
    }
}
