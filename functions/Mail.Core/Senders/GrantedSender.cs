using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>Addresses that somebody was allowed to send as: one, or every one of a domain.</summary>
/// <param name="Domain">A-labels, lower case. Its subdomains are not meant.</param>
/// <param name="Address"><c>null</c> for the whole domain.</param>
public sealed record GrantedSender(string Domain, MailAddress? Address)
{
    /// <summary>Reads <c>sales@example.test</c> or <c>@example.test</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GrantedSender? sender, [NotNullWhen(false)] out string? error)
    {
        sender = null;
        if (text.StartsWith('@') && MailAddressParser.TryParseDomain(text[1..], out var domain, out error))
        {
            sender = new GrantedSender(domain, null);
        }
        else if (MailAddressParser.TryParse(text, out var address, out error))
        {
            sender = new GrantedSender(address.Domain, address);
        }

        return sender is not null;
    }

    public bool Covers(MailAddress address) => Address is null ? Domain == address.Domain : Address.Equals(address);

    public override string ToString() => Address?.ToString() ?? "@" + Domain;
}
