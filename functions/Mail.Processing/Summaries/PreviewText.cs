using System.Text;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.Text;

namespace Mail.Processing;

/// <summary>The first words of a text part, gathered from its content as it is read.</summary>
internal sealed class PreviewText(ContentType contentType, string? transferEncoding)
{
    private const int MaxCharacters = 200;

    /// <summary>Bytes decoded at most: a page of HTML may stand before its first word.</summary>
    private const int MaxBytes = 16 * 1024;

    private readonly IMimeDecoder _decoder = transferEncoding?.Trim().ToUpperInvariant() switch
    {
        "BASE64" => new Base64Decoder(),
        "QUOTED-PRINTABLE" => new QuotedPrintableDecoder(),
        _ => new PassThroughDecoder(ContentEncoding.Binary),
    };

    private readonly byte[] _bytes = new byte[MaxBytes];
    private int _length;

    static PreviewText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>False when there is enough.</summary>
    public bool Add(byte[] content, int start, int count)
    {
        var take = Math.Min(count, MaxBytes);
        var decoded = new byte[_decoder.EstimateOutputLength(take)];
        var length = Math.Min(_decoder.Decode(content, start, take, decoded), MaxBytes - _length);
        decoded.AsSpan(0, length).CopyTo(_bytes.AsSpan(_length));
        _length += length;
        return _length < MaxBytes;
    }

    public override string ToString()
    {
        var text = Charset(contentType.Charset).GetString(_bytes, 0, _length);
        return PlainText.Clean(contentType.IsMimeType("text", "html") ? WithoutTags(text) : text, MaxCharacters);
    }

    /// <summary>An unknown or missing charset is read as UTF-8, which shows ASCII whatever it is.</summary>
    private static Encoding Charset(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // NotSupportedException: UTF-7, which .NET refuses to decode because of its ambiguity.
            return Encoding.UTF8;
        }
    }

    private static string WithoutTags(string html)
    {
        var text = new StringBuilder();
        var tokenizer = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        var hidden = 0;
        while (text.Length < 2 * MaxCharacters && tokenizer.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { Id: HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title } tag:
                    hidden = Math.Max(0, hidden + (tag.IsEndTag ? -1 : 1));
                    break;
                case HtmlTagToken:
                    text.Append(' ');
                    break;
                case HtmlDataToken data when hidden == 0 && data.Kind == HtmlTokenKind.Data:
                    text.Append(data.Data);
                    break;
            }
        }

        return text.ToString();
    }
}
