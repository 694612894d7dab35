namespace Mail.Sieve;

/// <summary>
/// A message in a stream. The header is read at once; the rest when a script asks for it, and then no more of it than the limits allow is held. Not for
/// concurrent use.
/// </summary>
public sealed class SieveMessage : ISieveMessage
{
    private const int ChunkSize = 64 * 1024;

    private readonly Stream _content;
    private readonly MessageLimits _limits;
    private readonly HeaderBlock _header;
    private readonly Dictionary<(MessagePart Part, PartForm Form), string?> _kept = [];
    private int _keptLength;
    private MessagePart? _structure;

    private SieveMessage(Stream content, MessageLimits limits, HeaderBlock header)
    {
        _content = content;
        _limits = limits;
        _header = header;
    }

    public long Size => _content.Length;

    public long TextRead { get; private set; }

    /// <summary>The header from the first field on, with the empty line behind it; cut at the limit.</summary>
    internal HeaderBlock Header => _header;

    /// <param name="content">Seekable. It stays the caller's, and open for as long as the message is used; its position is nobody's.</param>
    public static async ValueTask<SieveMessage> OpenAsync(Stream content, MessageLimits limits, CancellationToken ct)
    {
        var header = await HeaderScan.ReadAsync(content, limits.MaxHeader, ct);
        return new SieveMessage(content, limits, new HeaderBlock(header));
    }

    public IReadOnlyList<HeaderField> Fields(string name) => _header.Find(name);

    public async ValueTask<MessagePart> StructureAsync(CancellationToken ct)
    {
        if (_structure is not null)
        {
            return _structure;
        }

        var feeder = new LineFeeder(new StructureReader(_limits));
        var chunk = new byte[ChunkSize];
        _content.Position = 0;
        while (await _content.ReadAsync(chunk, ct) is > 0 and var read)
        {
            feeder.Add(chunk.AsSpan(0, read));
        }

        return _structure = feeder.Complete();
    }

    public async ValueTask<string?> TextAsync(MessagePart part, PartForm form, CancellationToken ct)
    {
        if (_kept.TryGetValue((part, form), out var kept))
        {
            return kept;
        }

        var text = await ReadTextAsync(part, form, ct);
        _keptLength += text?.Length ?? 0;
        if (_keptLength <= _limits.MaxKept)
        {
            _kept.Add((part, form), text);
        }

        return text;
    }

    private async ValueTask<string?> ReadTextAsync(MessagePart part, PartForm form, CancellationToken ct)
    {
        if (PartRange.Of(part, form) is not var (start, end))
        {
            return null;
        }

        var octets = new byte[(int)Math.Min(end - start, _limits.MaxText)];
        _content.Position = start;
        var read = await _content.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, ct);
        TextRead += read;
        return PartText.Convert(octets[..read], part, form);
    }
}
