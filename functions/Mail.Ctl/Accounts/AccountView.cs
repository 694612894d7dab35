using Mail.Core;

namespace Mail.Ctl;

/// <param name="Id">Names the container <c>mailbox-&lt;id&gt;</c>; stays when the address changes.</param>
/// <param name="QuotaBytes"><c>null</c> is no limit.</param>
/// <param name="HasPassword">Whether the account can log in; the hash itself is never shown.</param>
internal sealed record AccountView(string Address, string Id, bool Enabled, long? QuotaBytes, bool HasPassword, string? Name)
{
    public static AccountView From(AccountEntry account) => new(
        account.Address.ToString(),
        account.AccountId,
        account.Enabled,
        account.QuotaBytes,
        account.PasswordHash is not null,
        account.DisplayName);

    /// <summary>The quota for people.</summary>
    public string QuotaText() => QuotaBytes is { } bytes ? ByteSize.Format(bytes) : "none";

    public void Write(TextAnswer text) => text.Fields(
        ("Address", Address),
        ("Name", Name),
        ("Enabled", Enabled ? "yes" : "no"),
        ("Quota", QuotaText()),
        ("Password", HasPassword ? "set" : "none: cannot log in"),
        ("Mailbox", "container mailbox-" + Id));
}
