using Mail.Core;

namespace Mail.Gateway;

/// <summary>What a client calls itself, in one form.</summary>
internal static class LoginName
{
    // No address is longer; more than that of a name that is none is not worth remembering.
    private const int MaxLength = MailAddressParser.MaxAddress;

    /// <summary>The address in lower case when it is one, whatever else it is otherwise.</summary>
    public static string Of(string user)
    {
        var text = MailAddressParser.TryParse(user, out var address, out _) ? address.ToString() : user;
        return (text.Length <= MaxLength ? text : text[..MaxLength]).ToLowerInvariant();
    }
}
