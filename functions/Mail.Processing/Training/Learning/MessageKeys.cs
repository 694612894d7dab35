using System.Buffers;
using System.Security.Cryptography;
using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// What makes a message the same one for the ledger, in its mailbox, exported, or in an mbox of another program: its body, and the fields that nobody
/// changes on the way, both without what programs disagree on (line ends, folding, blank lines at the end).
/// </summary>
/// <remarks>The Message-ID alone is not it: a stranger chooses it, and could have his spam taken for a message that was trained as ham.</remarks>
internal static class MessageKeys
{
    /// <summary>Octets of the body that are hashed: of longer ones the beginning.</summary>
    private const int MaxBody = 512 * 1024;

    /// <summary>Octets of the header that are looked at.</summary>
    private const int MaxHeader = 256 * 1024;

    /// <summary>In this order, whatever order the message has them in.</summary>
    private static readonly byte[][] Fields = ["message-id"u8.ToArray(), "date"u8.ToArray(), "from"u8.ToArray(), "to"u8.ToArray(), "subject"u8.ToArray()];

    /// <param name="message">RFC 5322 with any line ends; a first line of an mbox is passed over. Anything at all is a message.</param>
    public static MessageKey Of(ReadOnlySpan<byte> message)
    {
        var body = BodyOf(message);
        var header = message[..Math.Min(message.Length - body.Length, MaxHeader)];
        // Written together and hashed at once: a call of the hash for each line cost more than the hash. Nothing is written twice, and what is added are line ends:
        // one for each field, and one for a last line that has none.
        var buffer = ArrayPool<byte>.Shared.Rent(header.Length + Math.Min(body.Length, MaxBody) + Fields.Length + 1);
        var text = new KeyText(buffer);
        foreach (var field in Fields)
        {
            AppendField(ref text, header, field);
        }

        AppendBody(ref text, body);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.Written, hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return MessageKey.FromHash(hash);
    }

    private static ReadOnlySpan<byte> BodyOf(ReadOnlySpan<byte> message)
    {
        for (var rest = message; !rest.IsEmpty;)
        {
            var line = HeaderLines.Next(ref rest);
            if (line.IsEmpty)
            {
                return rest;
            }
        }

        return [];
    }

    /// <summary>The first field of the name, without white space: folding it anew changes nothing.</summary>
    private static void AppendField(ref KeyText text, scoped ReadOnlySpan<byte> header, ReadOnlySpan<byte> name)
    {
        var isIn = false;
        for (var rest = header; !rest.IsEmpty;)
        {
            var line = HeaderLines.Next(ref rest);
            var isContinued = !line.IsEmpty && line[0] is (byte)' ' or (byte)'\t';
            if (isIn && !isContinued)
            {
                break;
            }

            if (!isIn && HeaderLines.IsField(line, name))
            {
                isIn = true;
                line = line[(name.Length + 1)..];
            }

            if (isIn)
            {
                AppendVisible(ref text, line);
            }
        }

        text.Append("\n"u8);
    }

    private static void AppendVisible(ref KeyText text, scoped ReadOnlySpan<byte> line)
    {
        foreach (var word in line.SplitAny(" \t"u8))
        {
            text.Append(line[word]);
        }
    }

    private static void AppendBody(ref KeyText text, scoped ReadOnlySpan<byte> body)
    {
        // Programs add blank lines at the end and take them away.
        body = body.TrimEnd("\r\n"u8);
        for (var octets = 0; !body.IsEmpty && octets < MaxBody;)
        {
            var line = HeaderLines.Next(ref body);
            line = line[..Math.Min(line.Length, MaxBody - octets)];
            text.Append(line);
            text.Append("\n"u8);
            octets += line.Length + 1;
        }
    }

    private ref struct KeyText(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

        public void Append(scoped ReadOnlySpan<byte> text)
        {
            text.CopyTo(_buffer[_length..]);
            _length += text.Length;
        }
    }
}
