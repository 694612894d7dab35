using System.Globalization;
using Mail.Core;
using MimeKit;
using MimeKit.Utils;

namespace Mail.Processing;

/// <summary>Collects a <see cref="MessageSummary"/> from the events of one parse.</summary>
internal sealed class SummaryReader(ParserOptions options, Stream stream) : MimeReader(options, stream, MimeFormat.Entity)
{
    // Bounds of what is kept; the index row holds all of it in one table entity of 1 MiB (64 KiB per column).
    private const int MaxReferences = 20;
    private const int MaxAttachments = 20;

    /// <summary>Bytes of a field beyond which it is not looked at: decoding takes several times its size in memory.</summary>
    private const int MaxField = 64 * 1024;

    private readonly Dictionary<HeaderId, string> _message = [];
    private readonly Dictionary<HeaderId, string> _part = [];
    private readonly List<string> _attachments = [];
    private bool _inMessageHeader = true;
    private PreviewText? _preview;
    private bool _collecting;

    public MessageSummary ToSummary() => new()
    {
        From = Addresses(HeaderId.From),
        To = Addresses(HeaderId.To),
        Subject = PlainText.Clean(_message.GetValueOrDefault(HeaderId.Subject, ""), PlainText.MaxHeader),
        Date = DateUtils.TryParse(_message.GetValueOrDefault(HeaderId.Date, ""), out var date) ? date : null,
        MessageId = MessageIds(HeaderId.MessageId).LastOrDefault(""),
        References = [.. MessageIds(HeaderId.References).Concat(MessageIds(HeaderId.InReplyTo)).Distinct().TakeLast(MaxReferences)],
        Preview = _preview?.ToString() ?? "",
        Attachments = _attachments,
    };

    protected override void OnHeadersBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => _part.Clear();

    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (header.RawValue.Length > MaxField)
        {
            return;
        }

        switch (header.Id)
        {
            case HeaderId.From or HeaderId.To or HeaderId.Subject or HeaderId.Date or HeaderId.MessageId or HeaderId.References or HeaderId.InReplyTo
                when _inMessageHeader:
                // RFC 5322 §3.6 allows each once; of several, the first is what most readers show.
                _message.TryAdd(header.Id, header.Value);
                break;
            case HeaderId.ContentDisposition or HeaderId.ContentTransferEncoding:
                _part.TryAdd(header.Id, header.Value);
                break;
        }
    }

    protected override void OnHeadersEnd(
        long beginOffset, int beginLineNumber, long endOffset, int endLineNumber, CancellationToken cancellationToken) =>
        _inMessageHeader = false;

    protected override void OnMimePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        var name = AttachmentName(contentType);
        if (name is not null && _attachments.Count < MaxAttachments)
        {
            _attachments.Add(name);
        }

        // The first text is what a reader would show; plain text is preferred to HTML when it comes first, as RFC 2046 §5.1.4 orders them.
        _collecting = name is null && _preview is null && contentType.IsMimeType("text", "*");
        if (_collecting)
        {
            _preview = new PreviewText(contentType, _part.GetValueOrDefault(HeaderId.ContentTransferEncoding));
        }
    }

    protected override void OnMimePartContentRead(byte[] content, int startIndex, int count, CancellationToken cancellationToken)
    {
        if (_collecting)
        {
            _collecting = _preview!.Add(content, startIndex, count);
        }
    }

    protected override void OnMimePartEnd(
        ContentType contentType,
        long beginOffset,
        int beginLineNumber,
        long headersEndOffset,
        long endOffset,
        int lines,
        CancellationToken cancellationToken) => _collecting = false;

    protected override void OnMessagePartBegin(
        ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (_attachments.Count < MaxAttachments)
        {
            _attachments.Add(AttachmentName(contentType) ?? "message.eml");
        }
    }

    /// <summary><c>null</c> for a part that is no attachment: text and inline parts without a file name.</summary>
    private string? AttachmentName(ContentType contentType)
    {
        var disposition = ContentDisposition.TryParse(_part.GetValueOrDefault(HeaderId.ContentDisposition, ""), out var parsed) ? parsed : null;
        var name = disposition?.FileName ?? contentType.Name;
        if (string.IsNullOrEmpty(name) && disposition is not { IsAttachment: true })
        {
            return null;
        }

        var clean = PlainText.Clean(name ?? "", PlainText.MaxHeader);
        return clean.Length > 0 ? clean : $"unnamed {contentType.MediaType}/{contentType.MediaSubtype}".ToLower(CultureInfo.InvariantCulture);
    }

    private string Addresses(HeaderId id) =>
        PlainText.Clean(_message.GetValueOrDefault(id, ""), PlainText.MaxHeader);

    private IEnumerable<string> MessageIds(HeaderId id) =>
        _message.TryGetValue(id, out var value)
            ? MimeUtils.EnumerateReferences(value).Select(reference => PlainText.Clean(reference, PlainText.MaxHeader))
            : [];
}
