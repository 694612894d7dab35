namespace Mail.Sieve;

/// <summary>Text that will stand in the header of a message that a script sends.</summary>
internal static class HeaderText
{
    /// <summary>As many characters as a field of 998 octets (RFC 5322 §2.1.1) has with room for its encoding.</summary>
    private const int MaxLength = 500;

    /// <summary>
    /// One line: variables may bring line ends from encoded words of the message being sorted, and would add fields to the header.
    /// </summary>
    public static string OneLine(string text)
    {
        if (text.Length > MaxLength)
        {
            text = text[..MaxLength];
        }

        return string.Create(text.Length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
            }
        }).Trim();
    }
}
