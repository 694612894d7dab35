using System.Text;

namespace Mail.Ctl;

/// <summary>Reads the header of a stored message for display: whatever the bytes are, something is shown.</summary>
internal static class HeaderReader
{
    /// <summary>Bytes. Postfix header_size_limit is 100 KiB; ours come on top of the sender's.</summary>
    private const int MaxHeader = 256 * 1024;

    public static async Task<IReadOnlyList<HeaderView>> ReadAsync(Stream message, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxHeader];
        var length = await message.ReadAtLeastAsync(buffer, MaxHeader, throwOnEndOfStream: false, cancellationToken);
        var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);

        // Header fields beyond ASCII are UTF-8 (RFC 6532 §3.2); what is not, shows as U+FFFD.
        var text = Encoding.UTF8.GetString(buffer, 0, end < 0 ? length : end);
        return [.. Unfold(text).Select(Split).OfType<HeaderView>()];
    }

    /// <summary>RFC 5322 §2.2.3: a line that begins with white space belongs to the one before.</summary>
    private static IEnumerable<string> Unfold(string text)
    {
        var field = new StringBuilder();
        foreach (var line in text.Split("\r\n"))
        {
            if (line is [' ' or '\t', ..])
            {
                field.Append(line);
                continue;
            }

            if (field.Length > 0)
            {
                yield return field.ToString();
            }

            field.Clear().Append(line);
        }

        yield return field.ToString();
    }

    private static HeaderView? Split(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new HeaderView(field[..colon].TrimEnd(), field[(colon + 1)..].Trim()) : null;
    }
}
