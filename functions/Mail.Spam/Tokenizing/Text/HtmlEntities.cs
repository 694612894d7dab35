namespace Mail.Spam;

/// <summary>Character references of HTML: numbers, and the names that mail uses.</summary>
internal static class HtmlEntities
{
    private const int MaxLength = 10;

    /// <param name="text">Begins with <c>&amp;</c>.</param>
    /// <param name="c">The ampersand itself when nothing that we know follows.</param>
    /// <returns>Characters read.</returns>
    public static int Read(ReadOnlySpan<char> text, out char c)
    {
        var window = text[1..Math.Min(text.Length, MaxLength)];
        if (window is ['#', ..])
        {
            return Number(window[1..], out c) is var digits and > 0 ? digits + 2 : 1;
        }

        var length = 0;
        while (length < window.Length && char.IsAsciiLetterLower(window[length]))
        {
            length++;
        }

        var name = window[..length];
        c = OfName(name);
        if (c == '&' && name is not "amp")
        {
            return 1;
        }

        return 1 + length + (length < window.Length && window[length] == ';' ? 1 : 0);
    }

    /// <returns>Characters read after <c>&amp;#</c>; 0 when it is no number.</returns>
    private static int Number(ReadOnlySpan<char> text, out char c)
    {
        var isHex = text is ['x' or 'X', ..];
        var (value, i) = (0, isHex ? 1 : 0);
        for (; i < text.Length && (isHex ? char.IsAsciiHexDigit(text[i]) : char.IsAsciiDigit(text[i])); i++)
        {
            value = (value * (isHex ? 16 : 10)) + (char.IsAsciiDigit(text[i]) ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10);
        }

        c = value is > 0 and < 0xFFFF ? (char)value : '&';
        return value == 0 ? 0 : i + (i < text.Length && text[i] == ';' ? 1 : 0);
    }

    /// <returns>The ampersand for names that we do not know.</returns>
    private static char OfName(ReadOnlySpan<char> name) => name switch
    {
        "lt" => '<',
        "gt" => '>',
        "quot" or "ldquo" or "rdquo" => '"',
        "apos" or "lsquo" or "rsquo" => '\'',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        "cent" => '¢',
        "bull" => '•',
        "middot" => '·',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "laquo" => '«',
        "raquo" => '»',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "agrave" => 'à',
        "acirc" => 'â',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "ocirc" => 'ô',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "ccedil" => 'ç',
        "atilde" => 'ã',
        "otilde" => 'õ',
        "aring" => 'å',
        "oslash" => 'ø',
        "shy" => '\u00AD',
        "zwnj" => '\u200C',
        "zwj" => '\u200D',
        "nbsp" => '\u00A0',
        _ => '&',
    };
}
