namespace Mail.Sieve;

/// <summary>A part of the MIME structure (RFC 2045 §2.4): where it stands in the message, and what is in it.</summary>
public sealed class MessagePart
{
    private readonly List<MessagePart> _parts = [];

    internal MessagePart(MessagePart? parent, long start)
    {
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Start = start;
    }

    /// <summary><c>null</c> for the message itself.</summary>
    public MessagePart? Parent { get; }

    /// <summary>The parts of a multipart; the message in a <c>message/rfc822</c>.</summary>
    public IReadOnlyList<MessagePart> Parts => _parts;

    /// <summary>Where its body stands in the message, encoded as it came; <c>null</c> when there is no empty line behind its header.</summary>
    public (long Start, long End)? Body => HasBody ? (BodyStart, End) : null;

    /// <summary>It has more parts than the limits let be seen: the rest belongs to the body of this or of the last one.</summary>
    public bool IsCut { get; internal set; }

    /// <summary>0 for the message itself.</summary>
    internal int Depth { get; }

    /// <summary>Where its header begins in the message.</summary>
    internal long Start { get; }

    /// <summary>Where its header ends, the empty line included.</summary>
    internal long BodyStart { get; set; }

    /// <summary>
    /// An empty line ends the header. Without one there is no body, not even an empty one (RFC 5173 §4).
    /// </summary>
    internal bool HasBody { get; set; }

    /// <summary>Where its body ends; the line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).</summary>
    internal long End { get; set; }

    /// <summary>Of a multipart: where the text before the first boundary ends; <c>null</c> before that is known.</summary>
    internal long? PrologueEnd { get; set; }

    /// <summary>Of a multipart: where the text after the last boundary begins; <c>null</c> when there is none.</summary>
    internal long? EpilogueStart { get; set; }

    internal HeaderBlock Header { get; set; } = HeaderBlock.Empty;

    internal MediaType Type { get; set; } = MediaType.Plain;

    /// <summary>The fields of the part's header of this name from top to bottom, in any case.</summary>
    public IReadOnlyList<HeaderField> Fields(string name) => Header.Find(name);

    /// <summary>The part and all below it, in the order of the message.</summary>
    internal IEnumerable<MessagePart> SelfAndBelow() => Parts.SelectMany(part => part.SelfAndBelow()).Prepend(this);

    internal MessagePart Add(long start)
    {
        var part = new MessagePart(this, start);
        _parts.Add(part);
        return part;
    }
}
