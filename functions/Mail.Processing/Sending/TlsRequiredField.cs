using System.Text;

namespace Mail.Processing;

/// <summary>
/// The field <c>TLS-Required: No</c> (RFC 8689 §4): its author would rather have the message delivered than protected, as with a report that TLS is broken.
/// </summary>
public static class TlsRequiredField
{
    // Of a header: more than any client writes before its body.
    private const int MaxHeader = 64 * 1024;

    /// <param name="message">Read from its start; where it stands afterwards is not defined.</param>
    public static bool SaysNo(Stream message)
    {
        message.Position = 0;
        var buffer = new byte[Math.Min(MaxHeader, message.Length)];
        return SaysNo(buffer.AsSpan(0, message.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)));
    }

    /// <param name="message">Its beginning. A line that is cut off at the end does not count.</param>
    public static bool SaysNo(ReadOnlySpan<byte> message)
    {
        while (message.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = message[..end].TrimEnd((byte)'\r');
            message = message[(end + 1)..];
            if (line.IsEmpty)
            {
                return false;
            }

            // RFC 8689 §4: it has no parameters and no comments, and a folded value is not worth a parser.
            if (line.IndexOf((byte)':') is >= 0 and var colon
                && Ascii.EqualsIgnoreCase(line[..colon].TrimEnd(" \t"u8), "TLS-Required"u8)
                && !(message is [(byte)' ' or (byte)'\t', ..]))
            {
                return Ascii.EqualsIgnoreCase(line[(colon + 1)..].Trim(" \t"u8), "No"u8);
            }
        }

        return false;
    }
}
