using System.Buffers.Text;

namespace Mail.Ctl;

/// <summary>The field Content-Length of an mbox message: octets of its body, as the file has them.</summary>
internal static class MboxLength
{
    // A line that begins a message has no more (FromLine), and an empty one goes before it.
    private const int Window = 1024;

    private static ReadOnlySpan<byte> Name => "content-length:"u8;

    /// <returns><c>null</c> when the line is another field.</returns>
    public static long? Read(LineFragment line)
    {
        var bytes = line.Bytes.Span;
        if (!line.StartsLine || bytes.Length <= Name.Length || !System.Text.Ascii.EqualsIgnoreCase(bytes[..Name.Length], Name))
        {
            return null;
        }

        var value = bytes[Name.Length..].Trim(" \t\r\n"u8);
        return Utf8Parser.TryParse(value, out long length, out var read) && read == value.Length && length >= 0 ? length : null;
    }

    /// <summary>Whether a message can end at an offset: the file does, or an empty line follows and the line that begins the next.</summary>
    /// <param name="file">Left where it was.</param>
    public static async ValueTask<bool> EndsAtAsync(Stream file, long offset, CancellationToken cancellationToken)
    {
        var (before, window) = (file.Position, new byte[Window]);
        file.Position = offset;
        var read = await file.ReadAtLeastAsync(window, window.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = before;
        return IsEnd(window.AsSpan(0, read));
    }

    private static bool IsEnd(ReadOnlySpan<byte> rest)
    {
        if (rest.TrimStart("\r\n"u8).IsEmpty)
        {
            return true;
        }

        var next = rest.StartsWith("\r\n"u8) ? rest[2..] : rest.StartsWith("\n"u8) ? rest[1..] : [];
        return next.IndexOf((byte)'\n') is >= 0 and var end && FromLine.TryRead(next[..end], out _);
    }
}
