using System.Globalization;
using Mail.Core;
using MimeKit;

namespace Mail.Authentication;

/// <summary>In whose name a message speaks: the domains of its From fields.</summary>
internal static class AuthorDomains
{
    /// <summary>Different domains. Real mail has one; each costs lookups.</summary>
    public const int Most = 4;

    // Octets of a From field. Real ones have some 100.
    private const int MaxFrom = 16 * 1024;

    /// <summary>
    /// A-labels in lower case. Empty when there is no From field, or one that cannot be read as addresses with domains: nobody can say in whose name it speaks.
    /// A second field counts like a second address: what one reader ignores another shows.
    /// </summary>
    public static IReadOnlyList<string> Read(HeaderBlock header)
    {
        var fields = header.Named("From").Take(Most + 1).ToList();
        var domains = new HashSet<string>();
        foreach (var field in fields)
        {
            if (field.Octets.Length > MaxFrom || !InternetAddressList.TryParse(field.Text, out var addresses))
            {
                return [];
            }

            foreach (var address in addresses.Mailboxes)
            {
                // What cannot be seen makes one name look like another.
                if ((address.Domain ?? "").Any(c => char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control)
                    || !MailAddressParser.TryParseDomain(address.Domain ?? "", out var domain, out _) || domain.StartsWith('['))
                {
                    return [];
                }

                domains.Add(domain.ToLowerInvariant());
            }
        }

        return fields.Count <= Most && domains.Count <= Most ? [.. domains] : [];
    }
}
