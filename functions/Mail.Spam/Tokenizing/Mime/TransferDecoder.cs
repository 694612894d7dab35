namespace Mail.Spam;

/// <summary>Content-Transfer-Encoding (RFC 2045 §6) undone, leniently: what cannot be decoded stands for itself or is passed over.</summary>
internal static class TransferDecoder
{
    private const byte Skip = 0xFF;
    private const byte Pad = 0xFE;

    private static readonly byte[] Base64Values = MakeBase64Values();

    /// <param name="output">Decoding ends when it is full.</param>
    /// <returns>Octets written.</returns>
    public static int Base64(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var (written, bits, pending) = (0, 0, 0u);
        foreach (var octet in input)
        {
            var value = Base64Values[octet];
            if (value >= Pad)
            {
                // Padding ends a quantum; some senders join several encoded pieces.
                (bits, pending) = value == Pad ? (0, 0) : (bits, pending);
                continue;
            }

            pending = (pending << 6) | value;
            bits += 6;
            if (bits >= 8)
            {
                if (written == output.Length)
                {
                    break;
                }

                bits -= 8;
                output[written++] = (byte)(pending >> bits);
            }
        }

        return written;
    }

    /// <param name="isWord">The Q encoding of RFC 2047 §4.2: <c>_</c> is a space.</param>
    public static int QuotedPrintable(ReadOnlySpan<byte> input, Span<byte> output, bool isWord = false)
    {
        var (written, read) = (0, 0);
        while (read < input.Length && written < output.Length)
        {
            if (input[read] == '=')
            {
                read += ReadEscape(input[read..], out var decoded);
                if (decoded >= 0)
                {
                    output[written++] = (byte)decoded;
                }

                continue;
            }

            var plain = input[read..];
            var length = plain.IndexOf((byte)'=');
            length = Math.Min(length < 0 ? plain.Length : length, output.Length - written);
            var copy = output.Slice(written, length);
            plain[..length].CopyTo(copy);
            if (isWord)
            {
                copy.Replace((byte)'_', (byte)' ');
            }

            read += length;
            written += length;
        }

        return written;
    }

    /// <param name="text">Begins with <c>=</c>.</param>
    /// <param name="decoded">-1: a soft line break, which is nothing.</param>
    /// <returns>Octets read.</returns>
    private static int ReadEscape(ReadOnlySpan<byte> text, out int decoded)
    {
        decoded = -1;
        if (text.Length >= 3 && Hex(text[1]) is var high and >= 0 && Hex(text[2]) is var low and >= 0)
        {
            decoded = (high << 4) | low;
            return 3;
        }

        var rest = text[1..].TrimStart(" \t"u8);
        if (rest.Length == 0 || rest[0] == '\n')
        {
            return text.Length - rest.Length + Math.Min(1, rest.Length);
        }

        if (rest is [(byte)'\r', (byte)'\n', ..])
        {
            return text.Length - rest.Length + 2;
        }

        decoded = '=';
        return 1;
    }

    private static int Hex(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        _ => -1,
    };

    private static byte[] MakeBase64Values()
    {
        var values = new byte[256];
        Array.Fill(values, Skip);
        values['='] = Pad;
        for (var i = 0; i < 64; i++)
        {
            values["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[i]] = (byte)i;
        }

        return values;
    }
}
