using MimeKit.Encodings;

namespace Mail.Processing;

/// <summary>The content of a part, its transfer encoding undone as it is read (RFC 2045 §6).</summary>
internal sealed class DecodedPart(Stream encoded, IMimeDecoder decoder) : ForwardStream
{
    private const int ChunkSize = 16 * 1024;

    private readonly byte[] _encoded = new byte[ChunkSize];
    private byte[] _decoded = new byte[ChunkSize + 64];
    private int _position;
    private int _length;

    /// <param name="content">The message.</param>
    /// <param name="body">Where the part's body stands in it.</param>
    /// <param name="encoding">Of the field Content-Transfer-Encoding; <c>null</c> when there is none.</param>
    public static Stream Open(Stream content, (long Start, long End) body, string? encoding)
    {
        var slice = new StreamSlice(content, body.Start, body.End - body.Start);
        // What some senders write behind the word does not count.
        return (encoding ?? "").Split(';', '(', ' ', '\t')[0].ToUpperInvariant() switch
        {
            "BASE64" => new DecodedPart(slice, new Base64Decoder()),
            "QUOTED-PRINTABLE" => new DecodedPart(slice, new QuotedPrintableDecoder()),
            "X-UUENCODE" or "UUENCODE" or "X-UUE" => new DecodedPart(slice, new UUDecoder()),
            _ => slice,
        };
    }

    public override int Read(Span<byte> buffer)
    {
        while (_position == _length)
        {
            var read = encoded.Read(_encoded, 0, _encoded.Length);
            if (read == 0)
            {
                return 0;
            }

            var needed = decoder.EstimateOutputLength(read);
            _decoded = _decoded.Length < needed ? new byte[needed] : _decoded;
            (_position, _length) = (0, decoder.Decode(_encoded, 0, read, _decoded));
        }

        var taken = Math.Min(buffer.Length, _length - _position);
        _decoded.AsSpan(_position, taken).CopyTo(buffer);
        _position += taken;
        return taken;
    }
}
