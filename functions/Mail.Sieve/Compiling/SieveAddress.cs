using System.Diagnostics.CodeAnalysis;
using Mail.Core;
using MimeKit;

namespace Mail.Sieve;

/// <summary>Addresses that mail goes to: <c>sieve-address = addr-spec / phrase "&lt;" addr-spec "&gt;"</c> (RFC 5228 §2.4.2.3), without routes and groups.</summary>
internal static class SieveAddress
{
    public static bool TryParse(string text, [NotNullWhen(true)] out MailAddress? address, [NotNullWhen(false)] out string? error)
    {
        if (MailAddressParser.TryParse(text, out address, out error))
        {
            return true;
        }

        // The limit keeps the parser of whole headers from long work; a phrase of more than a line is no name.
        if (text.Length > 1000 || !MailboxAddress.TryParse(text, out var mailbox) || mailbox.Route.Count > 0)
        {
            return false;
        }

        return MailAddressParser.TryParse(mailbox.Address, out address, out error);
    }
}
