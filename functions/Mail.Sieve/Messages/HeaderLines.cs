namespace Mail.Sieve;

/// <summary>Finds the fields of a header in one pass (RFC 5322 §2.2).</summary>
internal static class HeaderLines
{
    /// <param name="octets">From the first field on; the empty line after the last one is a line that is no field.</param>
    public static List<HeaderLine> Read(ReadOnlyMemory<byte> octets)
    {
        var lines = new List<HeaderLine>();
        var text = octets.Span;
        var position = 0;
        while (position < text.Length)
        {
            var end = LineEnd(text, position);
            // RFC 5322 §2.2.3: a line that begins with white space goes on with the field before it.
            if (text[position] is (byte)' ' or (byte)'\t' && lines is [.., { NameLength: > 0 } folded])
            {
                lines[^1] = folded with { End = end };
            }
            else
            {
                lines.Add(Line(text, position, end));
            }

            position = end;
        }

        return lines;
    }

    private static int LineEnd(ReadOnlySpan<byte> text, int position)
    {
        var length = text[position..].IndexOf((byte)'\n');
        return length < 0 ? text.Length : position + length + 1;
    }

    private static HeaderLine Line(ReadOnlySpan<byte> text, int start, int end)
    {
        var line = text[start..end];
        var colon = line.IndexOf((byte)':');
        // RFC 5322 §4.5: the obsolete syntax, still seen, has white space between the name and the colon.
        var name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
        var isField = name.Length > 0 && name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
        return new HeaderLine(start, isField ? name.Length : 0, start + colon + 1, end);
    }
}
