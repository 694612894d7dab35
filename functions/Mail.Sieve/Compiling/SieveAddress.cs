using System.Diagnostics.CodeAnalysis;
using Mail.Core;
using MimeKit;

namespace Mail.Sieve;

/// <summary>Addresses that mail goes to: <c>sieve-address = addr-spec / phrase "&lt;" addr-spec "&gt;"</c> (RFC 5228 §2.4.2.3), without routes and groups.</summary>
internal static class SieveAddress
{
    // Keeps the parser of whole headers from long work; a phrase of more than a line is no name.
    private const int MaxLength = 1000;

    public static bool TryParse(string text, [NotNullWhen(true)] out MailAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = "expected local-part '@' domain, or a name and that in angle brackets";
        if (text.Length > MaxLength || TakeSpec(text.Trim()) is not { } spec)
        {
            return false;
        }

        // RFC 5322 §3.4.1: white space may stand around the at sign.
        var at = spec.LastIndexOf('@');
        var (localPart, domain) = at < 0 ? (spec, "") : (spec[..at].TrimEnd(), spec[(at + 1)..].TrimStart());
        return MailAddressParser.TryParse($"{localPart}@{domain}", out address, out error)
            || (HasOnlyWrongDots(localPart) && MailAddressParser.TryParse($"\"{localPart}\"@{domain}", out address, out _));
    }

    /// <summary>One such address, or several with commas between, as in a From field (RFC 5322 §3.4 mailbox-list).</summary>
    public static bool IsList(string text) =>
        TryParse(text, out _, out _)
        || (text.Length <= MaxLength && InternetAddressList.TryParse(text, out var list) && list.Count > 0
            && list.All(a => a is MailboxAddress mailbox && mailbox.Route.Count == 0 && TryParse(mailbox.Address, out _, out _)));

    /// <summary>What stands in the angle brackets, if there are any; <c>null</c> if what is before them is no phrase (RFC 5322 §3.2.5).</summary>
    private static string? TakeSpec(string text)
    {
        if (!text.EndsWith('>'))
        {
            return text;
        }

        var open = text.LastIndexOf('<');
        return open >= 0 && IsPhrase(text.AsSpan(0, open)) ? text[(open + 1)..^1].Trim() : null;
    }

    private static bool IsPhrase(ReadOnlySpan<char> text)
    {
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted && text[i] == '\\')
            {
                i++;
            }
            else if (char.IsControl(text[i]) || (!isQuoted && text[i] is '<' or '>' or '@' or ',' or ';' or ':' or '[' or ']' or '\\'))
            {
                return false;
            }
        }

        return !isQuoted;
    }

    // Mailboxes of some Japanese carriers have dots at the ends and side by side. Quoted they are what RFC 5321 §4.1.2 allows.
    private static bool HasOnlyWrongDots(string localPart) =>
        localPart.Contains('.', StringComparison.Ordinal) && localPart.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+');
}
