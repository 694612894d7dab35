using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>Whose model of spam and ham it is: the site's, or an account's own.</summary>
public readonly record struct ModelOwner
{
    private const string SiteKey = "site";
    private const string AccountPrefix = "account-";

    private readonly string? _accountId;

    private ModelOwner(string? accountId) => _accountId = accountId;

    /// <summary>What everybody starts from.</summary>
    public static ModelOwner Site => default;

    /// <param name="accountId">As in <see cref="AccountEntry.AccountId"/>.</param>
    public static ModelOwner Account(string accountId) => new(accountId);

    /// <summary><c>null</c> for the site.</summary>
    public string? AccountId => _accountId;

    /// <summary><c>site</c> or <c>account-&lt;accountId&gt;</c>: names partitions and folders. The prefix keeps an account that is called site apart.</summary>
    public string Key => _accountId is null ? SiteKey : AccountPrefix + _accountId;

    public static bool TryParse([NotNullWhen(true)] string? key, out ModelOwner owner)
    {
        owner = key is not null && key.StartsWith(AccountPrefix, StringComparison.Ordinal) ? new(key[AccountPrefix.Length..]) : Site;
        return key == SiteKey || owner._accountId is { Length: > 0 and <= MaxAccountId } id && id.All(char.IsAsciiLetterOrDigit);
    }

    public override string ToString() => Key;

    // A container name has at most 63 characters, of which "mailbox-" takes eight.
    private const int MaxAccountId = 55;
}
