using Mail.Core;
using MimeKit;

namespace Mail.Transport;

/// <summary>The content of one message, for as many servers as it takes. A small one is read once and kept.</summary>
internal sealed class OutgoingContent(SendRequest request)
{
    // A message of usual size. Larger ones are opened again for each connection.
    private const int KeptSize = 1024 * 1024;

    // Octets, and lines that may be boundaries, of a message that is encoded anew: it is taken apart in memory, and a part of seven octets takes 1.5 KiB there.
    private const int MaxConverted = 10 * 1024 * 1024;
    private const int MaxBoundaries = 10_000;

    private ArraySegment<byte>? _kept;
    private byte[]? _sevenBit;

    /// <summary>Whether the server must take octets beyond ASCII. Told by the envelope, and seen in content that is small enough to be looked at.</summary>
    public async ValueTask<bool> IsEightBitAsync(CancellationToken cancellationToken)
    {
        await KeepAsync(cancellationToken);
        return request.Body != BodyType.SevenBit || (_kept is { } kept && !System.Text.Ascii.IsValid(kept));
    }

    public async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        await KeepAsync(cancellationToken);
        return _kept is { } kept
            ? new MemoryStream(kept.Array!, kept.Offset, kept.Count, writable: false)
            : await request.OpenContent(cancellationToken);
    }

    /// <summary>Whether <see cref="ToSevenBitAsync"/> is affordable.</summary>
    public async ValueTask<bool> CanConvertAsync(CancellationToken cancellationToken)
    {
        if (request.Size > MaxConverted)
        {
            return false;
        }

        await using var content = await OpenAsync(cancellationToken);
        var octets = new byte[request.Size];
        var length = await content.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
        return octets.AsSpan(0, length).Count("\n--"u8) <= MaxBoundaries;
    }

    /// <summary>For a server without 8BITMIME: parts are encoded anew (RFC 6152 §3), which breaks signatures over them; the alternative is to give it back.</summary>
    public async ValueTask<byte[]> ToSevenBitAsync(CancellationToken cancellationToken)
    {
        if (_sevenBit is null)
        {
            await using var content = await OpenAsync(cancellationToken);
            using var message = await MimeMessage.LoadAsync(content, cancellationToken);
            message.Prepare(EncodingConstraint.SevenBit);
            using var output = new MemoryStream();
            var format = FormatOptions.Default.Clone();
            format.NewLineFormat = NewLineFormat.Dos;
            await message.WriteToAsync(format, output, cancellationToken);
            _sevenBit = output.ToArray();
        }

        return _sevenBit;
    }

    private async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        if (_kept is null && request.Size <= KeptSize)
        {
            await using var content = await request.OpenContent(cancellationToken);
            using var memory = new MemoryStream((int)request.Size);
            await content.CopyToAsync(memory, cancellationToken);
            _kept = new ArraySegment<byte>(memory.GetBuffer(), 0, (int)memory.Length);
        }
    }
}
