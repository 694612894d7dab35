using System.Diagnostics.CodeAnalysis;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>What an alias is called on the command line: an address, or <c>@domain</c> for a catch-all.</summary>
/// <param name="LocalPart">Lower case, or <see cref="AliasEntry.CatchAll"/>.</param>
internal sealed record AliasName(string Domain, string LocalPart)
{
    /// <summary>The address; <c>null</c> for a catch-all, which has none of its own.</summary>
    public MailAddress? Address { get; private init; }

    public static bool TryParse(string text, [NotNullWhen(true)] out AliasName? name, [NotNullWhen(false)] out string? error)
    {
        name = null;
        if (text.StartsWith('@'))
        {
            if (!MailAddressParser.TryParseDomain(text[1..], out var domain, out error))
            {
                error = $"'{text}' is not a catch-all: {error}.";
                return false;
            }

            name = new AliasName(domain, AliasEntry.CatchAll);
            return true;
        }

        if (!MailAddressParser.TryParse(text, out var address, out error))
        {
            error = $"'{text}' is not an address: {error}.";
            return false;
        }

        name = new AliasName(address.Domain, address.LocalPart.ToLowerInvariant()) { Address = address };
        return true;
    }

    public override string ToString() => Address?.ToString() ?? "@" + Domain;
}
