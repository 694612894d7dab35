namespace Mail.Spam;

/// <summary>Walks through a message: its header, its parts, their texts. Made once and used for many messages, one after the other.</summary>
internal sealed class MessageScanner
{
    private static readonly FeatureKind Text = new("");
    private static readonly FeatureKind Fact = new("fact");
    private static readonly FeatureKind Structure = new("structure");
    private static readonly FeatureKind Type = new("type");
    private static readonly FeatureKind Charset = new("charset");
    private static readonly FeatureKind Encoding = new("encoding");
    private static readonly FeatureKind Name = new("file name");
    private static readonly FeatureKind Size = new("size, power of two");
    private static readonly FeatureKind Content = new("content begins");

    private readonly FeatureSet _features = new();
    private readonly WordScanner _words;
    private readonly FieldFeatures _fields;
    private readonly HtmlStripper _html;
    private readonly HeaderText _value = new();
    private readonly byte[] _octets = new byte[TokenizerLimits.MaxText];
    private readonly char[] _text = new char[TokenizerLimits.MaxText];
    private int _parts;
    private int _textLeft;

    public MessageScanner()
    {
        _words = new WordScanner(_features);
        _fields = new FieldFeatures(_features, _words);
        _html = new HtmlStripper(_features);
    }

    public TokenList Scan(ReadOnlySpan<byte> message, IReadOnlyCollection<string> facts, bool keepTexts)
    {
        _features.Begin(keepTexts);
        _fields.Begin();
        (_parts, _textLeft) = (0, TokenizerLimits.MaxText);
        foreach (var fact in facts.Take(TokenizerLimits.MaxFacts))
        {
            _features.Add(Fact, fact);
        }

        message = AfterMboxLine(message);
        AddSize(message.Length);
        ScanEntity(message, depth: 0);
        return _features.ToList();
    }

    private static ReadOnlySpan<byte> AfterMboxLine(ReadOnlySpan<byte> message)
    {
        if (!message.StartsWith("From "u8))
        {
            return message;
        }

        var end = message.IndexOf((byte)'\n');
        return end < 0 ? message : message[(end + 1)..];
    }

    private void ScanEntity(ReadOnlySpan<byte> entity, int depth)
    {
        var part = new PartHeader();
        var fields = new FieldReader(entity);
        while (fields.Next())
        {
            part.Take(fields.Name, fields.Value);
            if (depth == 0)
            {
                _fields.Add(fields.Name, fields.Value);
            }
        }

        _features.Break();
        ScanBody(part, entity[fields.Position..], depth);
        _features.Break();
    }

    private void ScanBody(PartHeader part, ReadOnlySpan<byte> body, int depth)
    {
        AddType(part);
        var type = new ContentField(part.ContentType);
        if (type.StartsWith("multipart/"u8) && depth < TokenizerLimits.MaxDepth
            && ScanMultipart(body, type.Parameter("boundary"u8), depth))
        {
            return;
        }

        if (type.StartsWith("message/"u8) && depth < TokenizerLimits.MaxDepth)
        {
            ScanEntity(body, depth + 1);
            return;
        }

        AddName(part);
        if (part.ContentType.IsEmpty || type.StartsWith("text/"u8) || type.StartsWith("multipart/"u8))
        {
            ScanText(part, body, type.Is("text/html"u8));
        }
        else
        {
            AddContent(body);
        }
    }

    /// <returns>Whether there was a part at all.</returns>
    private bool ScanMultipart(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary, int depth)
    {
        var parts = new PartReader(body, boundary);
        var count = 0;
        while (_parts < TokenizerLimits.MaxParts && parts.Next(out var part))
        {
            _parts++;
            count++;
            ScanEntity(part, depth + 1);
        }

        Span<char> text = ['0'];
        text[0] = (char)('0' + Math.Min(count, 9));
        _features.Add(Structure, text);
        return count > 0;
    }

    private void ScanText(PartHeader part, ReadOnlySpan<byte> body, bool isHtml)
    {
        var encoding = new ContentField(part.Encoding);
        var octets = body[..Math.Min(body.Length, _textLeft)];
        if (encoding.Is("base64"u8))
        {
            // Four octets for three; what is no base64 is passed over, but not for ever.
            octets = _octets.AsSpan(0, TransferDecoder.Base64(body, _octets.AsSpan(0, _textLeft)));
        }
        else if (encoding.Is("quoted-printable"u8))
        {
            octets = _octets.AsSpan(0, TransferDecoder.QuotedPrintable(body, _octets.AsSpan(0, _textLeft)));
        }

        var text = _text.AsSpan(0, Charsets.Decode(octets, new ContentField(part.ContentType).Parameter("charset"u8), _text));
        _textLeft -= octets.Length;
        _words.Scan(Text, isHtml ? text[.._html.Strip(text)] : text, paired: true);
    }

    private void AddType(PartHeader part)
    {
        var type = new ContentField(part.ContentType);
        AddLower(Type, type.Value);
        AddLower(Charset, type.Parameter("charset"u8));
        AddLower(Encoding, new ContentField(part.Encoding).Value);
    }

    private void AddName(PartHeader part)
    {
        var name = new ContentField(part.Disposition).Parameter("filename"u8);
        name = name.IsEmpty ? new ContentField(part.ContentType).Parameter("name"u8) : name;
        if (name.IsEmpty)
        {
            return;
        }

        var text = _value.Decode(name);
        _words.Scan(Name, text);
        var dot = text.LastIndexOf('.');
        if (dot >= 0 && text.Length - dot <= 8)
        {
            _features.Add(Name, text[dot..]);
        }
    }

    /// <summary>What is not text: its size, and what it begins with, which tells kinds and recurring files.</summary>
    private void AddContent(ReadOnlySpan<byte> body)
    {
        AddSize(body.Length);
        AddAscii(Content, body[..Math.Min(body.Length, 12)]);
        AddAscii(Content, body[..Math.Min(body.Length, 60)]);
    }

    private void AddSize(int octets)
    {
        Span<char> text = ['0'];
        text[0] = (char)('0' + System.Numerics.BitOperations.Log2((uint)octets + 1));
        _features.Add(Size, text);
    }

    private void AddLower(FeatureKind kind, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            Span<byte> lower = stackalloc byte[Math.Min(text.Length, 60)];
            System.Text.Ascii.ToLower(text[..lower.Length], lower, out var written);
            AddAscii(kind, lower[..written]);
        }
    }

    private void AddAscii(FeatureKind kind, ReadOnlySpan<byte> text)
    {
        Span<char> wide = stackalloc char[text.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = (char)text[i];
        }

        _features.Add(kind, wide);
    }
}
