namespace Mail.Spam;

/// <summary>
/// HTML to the text that its reader sees, in place, for what comes out is never longer. Lenient and linear: whatever never ends is taken for text, and is
/// searched for an end once. What tags tell goes to <see cref="HtmlTagFeatures"/>.
/// </summary>
internal sealed class HtmlStripper(FeatureSet features)
{
    private static readonly FeatureKind Trick = new("trick");

    private readonly HtmlTagFeatures _tags = new(features);

    // What is known not to come any more.
    private bool _noTagEnd;
    private bool _noCommentEnd;

    /// <returns>The length of the text.</returns>
    public int Strip(Span<char> html)
    {
        (_noTagEnd, _noCommentEnd) = (false, false);
        var (read, written) = (0, 0);
        while (read < html.Length)
        {
            var plain = html[read..].IndexOfAny('<', '&');
            plain = plain < 0 ? html.Length - read : plain;
            html.Slice(read, plain).CopyTo(html[written..]);
            read += plain;
            written += plain;
            if (read == html.Length)
            {
                break;
            }

            read += html[read] == '<' ? Markup(html, read, ref written) : Entity(html, read, ref written);
        }

        return written;
    }

    /// <returns>Characters read.</returns>
    private int Markup(Span<char> html, int at, ref int written)
    {
        var rest = (ReadOnlySpan<char>)html[at..];
        if (rest.StartsWith("<!--"))
        {
            return Comment(html, at, written);
        }

        var end = _noTagEnd || rest.Length < 2 || !(char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!' or '?') ? -1 : rest.IndexOf('>');
        if (end < 0)
        {
            _noTagEnd |= rest.Length >= 2 && (char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!' or '?');
            html[written++] = '<';
            return 1;
        }

        var tag = rest[1..end];
        var name = HtmlTagFeatures.NameOf(tag);
        _tags.Add(name, tag);
        if (!IsInline(name))
        {
            html[written++] = '\n';
        }

        return end + 1 + (IsUnseen(name) ? LengthOfUnseen(rest[(end + 1)..], name) : 0);
    }

    private int Comment(Span<char> html, int at, int written)
    {
        var rest = (ReadOnlySpan<char>)html[at..];
        var end = _noCommentEnd ? -1 : rest.IndexOf("-->");
        if (end < 0)
        {
            // Readers differ in what they show then; an opening alone is passed over.
            _noCommentEnd = true;
            return 4;
        }

        if (written > 0 && char.IsLetterOrDigit(html[written - 1]) && end + 3 < rest.Length && char.IsLetterOrDigit(rest[end + 3]))
        {
            features.Add(Trick, "comment in a word");
        }

        return end + 3;
    }

    private static int Entity(Span<char> html, int at, ref int written)
    {
        var length = HtmlEntities.Read(html[at..], out var c);
        html[written++] = c;
        return length;
    }

    private static int LengthOfUnseen(ReadOnlySpan<char> rest, ReadOnlySpan<char> name)
    {
        var end = rest.IndexOf(name.Equals("style", StringComparison.OrdinalIgnoreCase) ? "</style" : "</script", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? rest.Length : end;
    }

    private static bool IsUnseen(ReadOnlySpan<char> name) =>
        name.Equals("style", StringComparison.OrdinalIgnoreCase) || name.Equals("script", StringComparison.OrdinalIgnoreCase);

    // What may stand within a word without parting it.
    private static bool IsInline(ReadOnlySpan<char> name) => name.TrimStart('/').Length switch
    {
        1 => (name[^1] | 0x20) is 'a' or 'b' or 'i' or 'u' or 's',
        2 => name.EndsWith("em", StringComparison.OrdinalIgnoreCase) || name.EndsWith("tt", StringComparison.OrdinalIgnoreCase),
        4 => name.EndsWith("font", StringComparison.OrdinalIgnoreCase) || name.EndsWith("span", StringComparison.OrdinalIgnoreCase),
        6 => name.EndsWith("strong", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
