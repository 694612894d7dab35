namespace Mail.Spam;

/// <summary>The value of a field as its reader sees it: unfolded, encoded words (RFC 2047) decoded.</summary>
internal sealed class HeaderText
{
    /// <summary>What comes after is not looked at: the longest honest fields are lists of recipients.</summary>
    public const int MaxValue = 8 * 1024;

    private readonly char[] _text = new char[MaxValue];
    private readonly byte[] _octets = new byte[MaxValue];

    /// <summary>An encoded word was there.</summary>
    public bool IsEncoded { get; private set; }

    /// <returns>Good until the next call.</returns>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        value = value[..Math.Min(value.Length, MaxValue)];
        IsEncoded = false;
        var written = 0;
        while (value.Length > 0)
        {
            var start = value.IndexOf("=?"u8);
            var plain = start < 0 ? value : value[..start];
            if (!(IsEncoded && plain.Trim(" \t\r\n"u8).Length == 0))
            {
                // RFC 2047 §6.2: white space between encoded words is not displayed.
                written += Charsets.Decode(plain, default, _text.AsSpan(written));
            }

            value = value[plain.Length..];
            if (value.Length > 0)
            {
                value = value[EncodedWord(value, ref written)..];
            }
        }

        var text = _text.AsSpan(0, written);
        if (text.ContainsAny('\r', '\n', '\t'))
        {
            text.Replace('\r', ' ');
            text.Replace('\n', ' ');
            text.Replace('\t', ' ');
        }

        return text;
    }

    /// <returns>Octets read.</returns>
    private int EncodedWord(ReadOnlySpan<byte> value, ref int written)
    {
        var charsetEnd = value[2..].IndexOf((byte)'?') + 2;
        if (charsetEnd > 2 && charsetEnd + 3 < value.Length && value[charsetEnd + 2] == '?')
        {
            var data = value[(charsetEnd + 3)..];
            var end = data.IndexOf("?="u8);
            if (end >= 0)
            {
                var encoding = value[charsetEnd + 1] | 0x20;
                var length = encoding == 'b' ? TransferDecoder.Base64(data[..end], _octets) : TransferDecoder.QuotedPrintable(data[..end], _octets, isWord: true);
                var charset = value[2..charsetEnd];
                var language = charset.IndexOf((byte)'*');
                written += Charsets.Decode(_octets.AsSpan(0, length), language < 0 ? charset : charset[..language], _text.AsSpan(written));
                IsEncoded = true;
                return charsetEnd + 3 + end + 2;
            }
        }

        IsEncoded = false;
        "=?".CopyTo(_text.AsSpan(written));
        written += 2;
        return 2;
    }
}
