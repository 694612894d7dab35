using System.Buffers;

namespace Mail.Processing;

/// <summary>
/// Finds the end of a zip archive in what begins as something else: programs look for it from behind, so anything may stand before it, a picture or a program
/// that unpacks itself (APPNOTE §4.3.1).
/// </summary>
internal static class ZipTail
{
    private static ReadOnlySpan<byte> Signature => "PK\x05\x06"u8;

    /// <param name="start">What has been read of the file.</param>
    /// <param name="rest">Read to its end.</param>
    /// <returns>Whether an end record stands where one may stand. Whether it leads to a directory is another question.</returns>
    public static bool IsIn(ReadOnlySpan<byte> start, Stream rest, CancellationToken cancellationToken)
    {
        long last = start.LastIndexOf(Signature);
        long length = start.Length;
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            // What a record may begin with at the end of one piece is carried over to the next.
            var carried = Carry(start, chunk);
            while (rest.Read(chunk.AsSpan(carried)) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var seen = chunk.AsSpan(0, carried + read);
                var at = seen.LastIndexOf(Signature);
                last = at < 0 ? last : length - carried + at;
                length += read;
                carried = Carry(seen, chunk);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return last >= 0 && last >= length - ZipDirectory.MaxTail;
    }

    private static int Carry(ReadOnlySpan<byte> seen, byte[] chunk)
    {
        var carried = Math.Min(seen.Length, Signature.Length - 1);
        seen[^carried..].CopyTo(chunk);
        return carried;
    }
}
