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
        Span<Range> fields = stackalloc Range[Fields.Length];
        var body = message[FindFields(message, fields)..];
        // Written together and hashed at once: a call of the hash for each line cost more than the hash. Nothing is written twice, and what is added are line ends:
        // one for each field, and one for a last line that has none.
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(message.Length, MaxHeader + MaxBody) + Fields.Length + 1);
        var text = new KeyText(buffer);
        foreach (var field in fields)
        {
            AppendField(ref text, message[field]);
        }

        AppendBody(ref text, body);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.Written, hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return MessageKey.FromHash(hash);
    }

    /// <param name="fields">Gets where the first of each name is, with the lines that it goes on in: behind its colon. Empty when there is none.</param>
    /// <returns>Where the body begins.</returns>
    private static int FindFields(ReadOnlySpan<byte> message, Span<Range> fields)
    {
        var header = message[..Math.Min(message.Length, MaxHeader)];
        var current = -1;
        for (var rest = message; !rest.IsEmpty;)
        {
            var start = message.Length - rest.Length;
            var line = HeaderLines.Next(ref rest);
            var end = message.Length - rest.Length;
            if (line.IsEmpty)
            {
                return end;
            }

            line = header[Math.Min(start, header.Length)..Math.Min(start + line.Length, header.Length)];
            if (line is [(byte)' ' or (byte)'\t', ..])
            {
                if (current >= 0)
                {
                    fields[current] = fields[current].Start..Math.Min(end, header.Length);
                }
            }
            else if ((current = FieldOf(line, fields)) >= 0)
            {
                fields[current] = (start + Fields[current].Length + 1)..Math.Min(end, header.Length);
            }
        }

        return message.Length;
    }

    /// <returns>Which of the fields begins in a line; -1 when none does that has not been found before.</returns>
    private static int FieldOf(ReadOnlySpan<byte> line, ReadOnlySpan<Range> found)
    {
        for (var i = 0; i < Fields.Length; i++)
        {
            if (HeaderLines.IsField(line, Fields[i]))
            {
                return found[i].Equals(default) ? i : -1;
            }
        }

        return -1;
    }

    /// <summary>A field without white space: folding it anew changes nothing.</summary>
    private static void AppendField(ref KeyText text, scoped ReadOnlySpan<byte> field)
    {
        while (!field.IsEmpty)
        {
            AppendVisible(ref text, HeaderLines.Next(ref field));
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
