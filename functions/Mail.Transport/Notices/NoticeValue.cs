using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Values from outside as they may stand in a notice.</summary>
internal static class NoticeValue
{
    /// <summary>Of anything but addresses. A reply line has 512 octets (RFC 5321 §4.5.3.1.5); with several lines more is no help to a reader.</summary>
    public const int MaxLength = 1000;

    // RFC 5322 §2.1.1.
    private const int WishedLine = 78;

    /// <summary>One line: controls and lone surrogates become <c>?</c>, white space a single space, and without <paramref name="utf8"/> all beyond ASCII <c>?</c>.</summary>
    public static string Clean(string value, bool utf8)
    {
        var clean = new StringBuilder(Math.Min(value.Length, MaxLength));
        foreach (var rune in value.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
            {
                break;
            }

            if (rune.Value is ' ' or '\t' or '\r' or '\n')
            {
                clean.Append(clean is [.., not ' '] ? " " : "");
            }
            else
            {
                clean.Append(IsKept(rune, utf8) ? rune.ToString() : "?");
            }
        }

        return clean.ToString().Trim();
    }

    /// <summary>An address as a field has it, with its type: <c>rfc822; a@b</c>, <c>utf-8; ä@b</c> (RFC 6533 §3).</summary>
    public static string Address(MailAddress address, bool utf8) =>
        address.NeedsSmtpUtf8 ? Typed("utf-8", address.ToString(), utf8) : $"rfc822; {Clean(address.ToString(), utf8)}";

    /// <summary>ORCPT's <c>addr-type;address</c>; <c>null</c> when it is not of that form.</summary>
    public static string? OriginalRecipient(string value, bool utf8)
    {
        var at = value.IndexOf(';', StringComparison.Ordinal);
        var type = at > 0 ? value[..at].Trim() : "";
        // RFC 3461 §4.2: an atom; those registered have letters, digits and hyphens.
        return type.Length is > 0 and <= 32 && type.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? Typed(type.ToLowerInvariant(), value[(at + 1)..].Trim(), utf8)
            : null;
    }

    /// <summary>The field folded at spaces so that lines stay short where they can.</summary>
    public static string Field(string name, string value)
    {
        var field = new StringBuilder(name).Append(':');
        var line = field.Length;
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line > name.Length + 1 && line + 1 + word.Length > WishedLine)
            {
                field.Append("\r\n");
                line = 0;
            }

            field.Append(' ').Append(word);
            line += 1 + word.Length;
        }

        return field.Append("\r\n").ToString();
    }

    /// <summary>RFC 5322 §3.3.</summary>
    public static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    private static string Typed(string type, string address, bool utf8) =>
        // RFC 6533 §3: utf-8-addr-xtext where the notice itself has to be ASCII.
        type == "utf-8" && !utf8 ? $"utf-8; {Clean(AsciiForm(address), utf8: false)}" : $"{type}; {Clean(address, utf8)}";

    /// <summary><c>\x{E4}</c> for each character beyond ASCII.</summary>
    private static string AsciiForm(string address)
    {
        var form = new StringBuilder(address.Length);
        foreach (var rune in address.EnumerateRunes())
        {
            form.Append(rune.IsAscii && rune.Value is not ('\\' or '+' or '=') ? rune.ToString() : $"\\x{{{rune.Value:X2}}}");
        }

        return form.ToString();
    }

    private static bool IsKept(Rune rune, bool utf8) => rune.IsAscii
        ? rune.Value is > 0x20 and < 0x7f
        : utf8 && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
