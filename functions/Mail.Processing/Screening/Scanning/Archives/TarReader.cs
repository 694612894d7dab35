using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>The files of a tar archive (POSIX ustar, pax, GNU's long names), one after the other, from a stream that is read once.</summary>
internal sealed class TarReader(Stream stream, InspectionBudget budget)
{
    private const int Block = 512;

    /// <summary>Octets of a long name that are read: PATH_MAX.</summary>
    private const int MaxName = 4096;

    private readonly byte[] _block = new byte[Block];
    private long _left;
    private int _padding;

    /// <summary>The content of the file that <see cref="Next"/> named; until the next.</summary>
    public Stream Content { get; private set; } = Stream.Null;

    /// <returns>The name of the next file; <c>null</c> at the end, also of what is no tar archive any more.</returns>
    public string? Next()
    {
        string? longName = null;
        while (Skip(_left + _padding) && ReadBlock() && _block[0] != 0 && budget.TakeEntry())
        {
            if (Size(_block.AsSpan(124, 12)) is not { } size)
            {
                return null;
            }

            (_left, _padding) = (size, (int)((Block - (size % Block)) % Block));
            switch ((char)_block[156])
            {
                case 'L':
                    longName = ReadText().TrimEnd('\0');
                    break;
                case 'x' or 'g':
                    longName = PaxPath(ReadText()) ?? longName;
                    break;
                case '0' or '\0' or '7':
                    Content = new Entry(this);
                    return longName ?? Name();
                default:
                    longName = null;
                    break;
            }
        }

        return null;
    }

    private string Name()
    {
        var name = Text(_block.AsSpan(0, 100));
        var prefix = _block.AsSpan(257).StartsWith("ustar\0"u8) ? Text(_block.AsSpan(345, 155)) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field);

    // Octal digits, or GNU's binary with the first bit set.
    private static long? Size(ReadOnlySpan<byte> field)
    {
        var size = 0L;
        if ((field[0] & 0x80) != 0)
        {
            foreach (var octet in field[^8..])
            {
                size = (size << 8) | octet;
            }

            return size is >= 0 and < long.MaxValue / 2 ? size : null;
        }

        foreach (var octet in field.Trim(" \0"u8))
        {
            if (octet is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            size = (size * 8) + (octet - '0');
        }

        return size;
    }

    /// <summary>Records "length key=value" (POSIX pax); the last path counts.</summary>
    private static string? PaxPath(string text) => text.Split('\n')
        .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])
        .LastOrDefault(record => record.StartsWith("path=", StringComparison.Ordinal))?[5..];

    private string ReadText()
    {
        var octets = new byte[(int)Math.Min(_left, MaxName)];
        var read = new Entry(this).ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(octets, 0, read);
    }

    private bool ReadBlock() => stream.ReadAtLeast(_block, Block, throwOnEndOfStream: false) == Block;

    private bool Skip(long octets)
    {
        Span<byte> skipped = stackalloc byte[Block];
        for (; octets > 0; octets -= skipped.Length)
        {
            if (stream.ReadAtLeast(skipped[..(int)Math.Min(octets, skipped.Length)], (int)Math.Min(octets, skipped.Length), throwOnEndOfStream: false) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private int ReadContent(Span<byte> buffer) => stream.Read(buffer);

    private sealed class Entry(TarReader owner) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = owner._left == 0 ? 0 : owner.ReadContent(buffer[..(int)Math.Min(buffer.Length, owner._left)]);
            owner._left -= read;
            return read;
        }
    }
}
