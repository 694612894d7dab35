namespace Mail.Ctl;

/// <summary>Reads a file line by line in constant memory: a line beyond the buffer comes in pieces.</summary>
internal sealed class LineReader(Stream file)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _startsLine = true;
    private long _offset;

    /// <summary><c>null</c> at the end of the file.</summary>
    public async ValueTask<LineFragment?> ReadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') + 1) == 0 && !_ended && _end - _start < _buffer.Length)
        {
            await FillAsync(cancellationToken);
        }

        length = length > 0 ? length : _end - _start;
        if (length == 0)
        {
            return null;
        }

        var fragment = new LineFragment(_buffer.AsMemory(_start, length), _startsLine, _offset);
        _start += length;
        _offset += length;
        _startsLine = fragment.EndsLine;
        return fragment;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = await file.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _ended = read == 0;
    }
}
