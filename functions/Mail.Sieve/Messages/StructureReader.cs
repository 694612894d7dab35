using System.Buffers;

namespace Mail.Sieve;

/// <summary>
/// Finds the parts of a message (RFC 2046 §5.1) as its octets come by. Whatever the octets are there is a structure: a boundary that never comes ends
/// where the message does, and what is beyond the limits belongs to the part before.
/// </summary>
internal sealed class StructureReader(MessageLimits limits)
{
    private readonly List<MessagePart> _open = [];
    private readonly ArrayBufferWriter<byte> _header = new();
    private readonly MessagePart _root = new(null, 0);
    private MessagePart? _current;
    private bool _inHeader = true;
    private bool _isFull;
    private int _count = 1;
    private int _partHeaders;
    private int _lineEndBefore;

    private MessagePart Current => _current ?? _root;

    /// <param name="line">A line with its end; of one longer than the limits, its beginning.</param>
    /// <param name="start">Where the line begins in the message.</param>
    /// <param name="end">Where the next one does.</param>
    public void AddLine(ReadOnlySpan<byte> line, long start, long end)
    {
        var text = line.TrimEnd("\r\n"u8);
        if (text.StartsWith("--"u8) && !_isFull && FindBoundary(text[2..]) is var (multipart, isLast))
        {
            AddBoundary(multipart, isLast, start, end);
        }
        else if (_inHeader)
        {
            AddHeaderLine(line, text.IsEmpty, end);
        }

        _lineEndBefore = line.Length - text.Length;
    }

    /// <returns>The message itself.</returns>
    public MessagePart Complete(long length)
    {
        EndHeaderAt(length);
        Close(null, length);
        return _root;
    }

    private (MessagePart Multipart, bool IsLast)? FindBoundary(ReadOnlySpan<byte> text)
    {
        // RFC 2046 §5.1.1: white space behind a boundary is padding.
        text = text.TrimEnd(" \t"u8);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var boundary = _open[i].Type.BoundaryOctets;
            if (text.StartsWith(boundary) && (text.Length == boundary.Length || text[boundary.Length..].SequenceEqual("--"u8)))
            {
                return (_open[i], text.Length > boundary.Length);
            }
        }

        return null;
    }

    private void AddBoundary(MessagePart multipart, bool isLast, long start, long end)
    {
        var partEnd = start - _lineEndBefore;
        EndHeaderAt(partEnd);
        Close(multipart, partEnd);
        multipart.PrologueEnd ??= Math.Max(multipart.BodyStart, partEnd);
        _open.RemoveRange(_open.IndexOf(multipart) + 1, _open.Count - _open.IndexOf(multipart) - 1);
        if (isLast)
        {
            multipart.EpilogueStart = end;
            _open.Remove(multipart);
        }
        else
        {
            Begin(multipart, end);
        }
    }

    /// <summary>Ends what is open below a multipart, or all there is.</summary>
    private void Close(MessagePart? multipart, long end)
    {
        for (var part = Current; part != multipart && part is not null; part = part.Parent)
        {
            // An empty part begins behind the line end that would belong to the boundary after it, and so ends the part around it later.
            end = Math.Max(part.BodyStart, end);
            part.End = end;
            part.PrologueEnd ??= part.Type.IsMultipart ? part.End : null;
        }

        _current = multipart;
    }

    private void Begin(MessagePart parent, long start)
    {
        _isFull = _count >= limits.MaxParts;
        parent.IsCut |= _isFull;
        if (!_isFull)
        {
            _count++;
            _current = parent.Add(start);
            _inHeader = true;
        }
    }

    private void AddHeaderLine(ReadOnlySpan<byte> line, bool isEmpty, long end)
    {
        var limit = Current == _root ? limits.MaxHeader : Math.Min(limits.MaxPartHeader, limits.MaxPartHeaders - _partHeaders);
        if (_header.WrittenCount + line.Length <= limit)
        {
            _header.Write(line);
        }

        if (isEmpty)
        {
            Current.HasBody = true;
            EndHeader(end);
        }
    }

    /// <summary>A header without the empty line behind it ends where its part does.</summary>
    private void EndHeaderAt(long end)
    {
        // More than once when it is the header of a part that holds a message.
        while (_inHeader)
        {
            EndHeader(Math.Max(end, Current.Start));
        }
    }

    private void EndHeader(long end)
    {
        var part = Current;
        _partHeaders += part == _root ? 0 : _header.WrittenCount;
        part.Header = new HeaderBlock(_header.WrittenSpan.ToArray());
        part.BodyStart = end;
        part.Type = TypeOf(part);
        _header.ResetWrittenCount();
        _inHeader = false;
        if (part.Type.IsMultipart && part.Depth < limits.MaxDepth)
        {
            _open.Add(part);
        }
        else if (part.Type.IsMessage && part.Depth < limits.MaxDepth && PartEncoding.IsIdentity(part.Header.First("Content-Transfer-Encoding")))
        {
            Begin(part, end);
        }
        else
        {
            part.IsCut = part.Depth >= limits.MaxDepth && (part.Type.IsMultipart || part.Type.IsMessage);
        }
    }

    private static MediaType TypeOf(MessagePart part) => part.Header.First("Content-Type") switch
    {
        { } value => MediaType.Parse(value),
        null when part.Parent?.Type is { } parent && parent.Is("multipart") && parent.HasSubtype("digest") => MediaType.Message,
        null => MediaType.Plain,
    };
}
