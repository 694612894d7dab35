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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var body = BodyOf(message);
        var header = message[..Math.Min(message.Length - body.Length, MaxHeader)];
        foreach (var field in Fields)
        {
            AppendField(hash, header, field);
        }

        AppendBody(hash, body);
        return MessageKey.FromHash(hash.GetHashAndReset());
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
    private static void AppendField(IncrementalHash hash, ReadOnlySpan<byte> header, ReadOnlySpan<byte> name)
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
                AppendVisible(hash, line);
            }
        }

        hash.AppendData("\n"u8);
    }

    private static void AppendVisible(IncrementalHash hash, ReadOnlySpan<byte> text)
    {
        foreach (var word in text.SplitAny(" \t"u8))
        {
            hash.AppendData(text[word]);
        }
    }

    private static void AppendBody(IncrementalHash hash, ReadOnlySpan<byte> body)
    {
        // Programs add blank lines at the end and take them away.
        body = body.TrimEnd("\r\n"u8);
        for (var octets = 0; !body.IsEmpty && octets < MaxBody;)
        {
            var line = HeaderLines.Next(ref body);
            line = line[..Math.Min(line.Length, MaxBody - octets)];
            hash.AppendData(line);
            hash.AppendData("\n"u8);
            octets += line.Length + 1;
        }
    }
}
