namespace Mail.Sieve;

/// <summary>Reads the header of a message, without what follows it.</summary>
internal static class HeaderScan
{
    private const int FirstRead = 8 * 1024;

    /// <returns>From the first octet to the empty line, which is included; at most <paramref name="limit"/> octets.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Stream content, int limit, CancellationToken ct)
    {
        if (content is MemoryStream memory && memory.TryGetBuffer(out var all))
        {
            // Most messages are in memory, and need no copy.
            var header = all.AsMemory(0, Math.Min(all.Count, limit));
            return End(header.Span, 0) is >= 0 and var until ? header[..until] : header;
        }

        var octets = new byte[Math.Min(FirstRead, limit)];
        var length = 0;
        content.Position = 0;
        while (true)
        {
            var read = await content.ReadAtLeastAsync(octets.AsMemory(length), octets.Length - length, throwOnEndOfStream: false, ct);
            var end = End(octets.AsSpan(0, length + read), Math.Max(0, length - 3));
            length += read;
            if (end >= 0 || length < octets.Length || length == limit)
            {
                return octets.AsMemory(0, end >= 0 ? end : length);
            }

            Array.Resize(ref octets, Math.Min(2 * length, limit));
        }
    }

    /// <returns>Behind the empty line, or -1.</returns>
    /// <param name="from">No empty line begins before.</param>
    private static int End(ReadOnlySpan<byte> octets, int from)
    {
        for (var position = from; position < octets.Length; position++)
        {
            var rest = octets[position..];
            var isLineStart = position == 0 || octets[position - 1] == '\n';
            if (isLineStart && (rest.StartsWith("\n"u8) || rest.StartsWith("\r\n"u8)))
            {
                return position + (rest[0] == '\n' ? 1 : 2);
            }

            var lineEnd = rest.IndexOf((byte)'\n');
            if (lineEnd < 0)
            {
                return -1;
            }

            position += lineEnd;
        }

        return -1;
    }
}
