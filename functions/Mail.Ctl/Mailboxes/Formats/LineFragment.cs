namespace Mail.Ctl;

/// <summary>A line of a file, or a piece of a line too long for the buffer.</summary>
/// <param name="Bytes">With the line end, if it has one; good until the next read.</param>
/// <param name="StartsLine">The first piece of its line.</param>
/// <param name="Offset">Where it begins in the file.</param>
internal readonly record struct LineFragment(ReadOnlyMemory<byte> Bytes, bool StartsLine, long Offset)
{
    public bool EndsLine => Bytes.Span is [.., (byte)'\n'];

    public bool IsBlankLine => StartsLine && Bytes.Span is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];

    public bool BeginsWithFrom => StartsLine && Bytes.Span.StartsWith("From "u8);
}
