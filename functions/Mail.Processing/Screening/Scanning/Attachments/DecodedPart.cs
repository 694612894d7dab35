using Mail.Core;
using MimeKit.Encodings;

namespace Mail.Processing;

/// <summary>The content of a part, its transfer encoding undone as it is read (RFC 2045 §6).</summary>
internal sealed class DecodedPart(Stream encoded, int chunkSize, IMimeDecoder decoder) : ForwardStream
{
    private const int MaxChunk = 16 * 1024;

    private readonly byte[] _encoded = new byte[chunkSize];
    private byte[] _decoded = [];
    private int _position;
    private int _length;

    /// <param name="content">The message.</param>
    /// <param name="body">Where the part's body stands in it.</param>
    /// <param name="encoding">Of the field Content-Transfer-Encoding; <c>null</c> when there is none.</param>
    public static Stream Open(Stream content, (long Start, long End) body, string? encoding)
    {
        var slice = new StreamSlice(content, body.Start, body.End - body.Start);
        // Messages have thousands of parts of a few octets.
        var chunk = (int)Math.Clamp(body.End - body.Start, 1, MaxChunk);
        // What some senders write behind the word does not count.
        return (encoding ?? "").Split(';', '(', ' ', '\t')[0].ToUpperInvariant() switch
        {
            "BASE64" => new DecodedPart(slice, chunk, new Base64Decoder()),
            "QUOTED-PRINTABLE" => new DecodedPart(slice, chunk, new QuotedPrintableDecoder()),
            "X-UUENCODE" or "UUENCODE" or "X-UUE" => new DecodedPart(slice, chunk, new UUDecoder()),
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
