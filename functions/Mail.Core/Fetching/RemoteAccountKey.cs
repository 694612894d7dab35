using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>Names a remote account: whose mail it fetches, and which of his it is. As text <c>alice@example.test/gmail</c>.</summary>
/// <param name="Target">The address of the account here.</param>
/// <param name="Name">See <see cref="IsName"/>.</param>
public sealed record RemoteAccountKey(MailAddress Target, string Name)
{
    public const int MaxName = 64;

    /// <summary>1 to 64 of a-z, 0-9, point, hyphen and underscore: it stands in table keys, on command lines and in notices.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxName && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');

    public static bool TryParse(string text, [NotNullWhen(true)] out RemoteAccountKey? key)
    {
        // The last: a local-part may have one.
        var slash = text.LastIndexOf('/');
        key = slash > 0 && IsName(text[(slash + 1)..]) && MailAddressParser.TryParse(text[..slash], out var target, out _)
            ? new RemoteAccountKey(target, text[(slash + 1)..])
            : null;
        return key is not null;
    }

    public override string ToString() => $"{Target}/{Name}";
}
