namespace Mail.Spam;

/// <summary>The parts of a multipart (RFC 2046 §5.1). The last one may miss its delimiter.</summary>
internal ref struct PartReader
{
    // RFC 2046 §5.1.1 allows 70 characters.
    private const int MaxBoundary = 200;

    private readonly ReadOnlySpan<byte> _boundary;
    private ReadOnlySpan<byte> _rest;
    private bool _isOpen;

    public PartReader(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary)
    {
        _boundary = boundary;
        _rest = body;
        _isOpen = boundary.Length is > 0 and <= MaxBoundary && TakeUntilDelimiter(out _);
    }

    public bool Next(out ReadOnlySpan<byte> part)
    {
        part = default;
        if (!_isOpen)
        {
            return false;
        }

        _isOpen = TakeUntilDelimiter(out part);
        return _isOpen || !part.IsEmpty;
    }

    /// <summary>Moves behind the next delimiter line.</summary>
    /// <param name="content">What stands before it; all that is left when there is none.</param>
    /// <returns>Whether a part follows.</returns>
    private bool TakeUntilDelimiter(out ReadOnlySpan<byte> content)
    {
        var searched = 0;
        while (true)
        {
            var found = _rest[searched..].IndexOf(_boundary);
            if (found < 0)
            {
                content = _rest;
                _rest = default;
                return false;
            }

            var at = searched + found - 2;
            searched += found + _boundary.Length;
            if (at < 0 || !_rest[at..].StartsWith("--"u8) || (at > 0 && _rest[at - 1] != '\n'))
            {
                continue;
            }

            content = _rest[..at];
            var after = _rest[searched..];
            var isLast = after.StartsWith("--"u8);
            var lineEnd = after.IndexOf((byte)'\n');
            _rest = lineEnd < 0 ? default : after[(lineEnd + 1)..];
            return !isLast;
        }
    }
}
