namespace Mail.Sieve;

/// <summary>Percent-encoding (RFC 3986 §2.1).</summary>
internal static class UriText
{
    /// <returns><c>null</c> when the text has what a URI cannot have, or a percent sign without two digits, or is no UTF-8.</returns>
    public static string? Decode(string text)
    {
        var octets = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is <= ' ' or >= '\x7f' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}')
            {
                return null;
            }

            if (c != '%')
            {
                octets[length++] = (byte)c;
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return null;
            }

            octets[length++] = Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
            i += 2;
        }

        return System.Text.Unicode.Utf8.IsValid(octets.AsSpan(0, length)) ? System.Text.Encoding.UTF8.GetString(octets, 0, length) : null;
    }
}
