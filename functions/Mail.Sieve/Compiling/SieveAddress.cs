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
        if (MailAddressParser.TryParse(text, out address, out error))
        {
            return true;
        }

        if (text.Length > MaxLength || !MailboxAddress.TryParse(text, out var mailbox) || mailbox.Route.Count > 0)
        {
            return false;
        }

        return MailAddressParser.TryParse(mailbox.Address, out address, out error);
    }

    /// <summary>One such address, or several with commas between, as in a From field (RFC 5322 §3.4 mailbox-list).</summary>
    public static bool IsList(string text) =>
        text.Length <= MaxLength && InternetAddressList.TryParse(text, out var list) && list.Count > 0
        && list.All(a => a is MailboxAddress mailbox && mailbox.Route.Count == 0 && MailAddressParser.TryParse(mailbox.Address, out _, out _));
}
