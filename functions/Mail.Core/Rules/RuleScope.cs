using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>To whose mail rules apply: <c>site</c>, <c>domain:example.test</c> or <c>account:&lt;accountId&gt;</c>, the partition key of table <c>Rules</c>.</summary>
public sealed record RuleScope
{
    private const string SiteKey = "site";
    private const string DomainPrefix = "domain:";
    private const string AccountPrefix = "account:";

    // Containers are named mailbox-<accountId>, in 63 characters.
    private const int MaxAccountId = 55;

    private RuleScope(RuleScopeKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    public static RuleScope Site { get; } = new(RuleScopeKind.Site, "");

    public RuleScopeKind Kind { get; }

    /// <summary>The domain in A-labels, or the account id; empty for the site.</summary>
    public string Name { get; }

    /// <param name="domain">A-labels, lower case.</param>
    public static RuleScope OfDomain(string domain) => new(RuleScopeKind.Domain, domain);

    public static RuleScope OfAccount(string accountId) => new(RuleScopeKind.Account, accountId);

    /// <summary>True for exactly what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RuleScope? scope)
    {
        scope = text == SiteKey ? Site
            : text.StartsWith(DomainPrefix, StringComparison.Ordinal) && IsDomain(text[DomainPrefix.Length..]) ? OfDomain(text[DomainPrefix.Length..])
            : text.StartsWith(AccountPrefix, StringComparison.Ordinal) && IsAccountId(text[AccountPrefix.Length..]) ? OfAccount(text[AccountPrefix.Length..])
            : null;
        return scope is not null;
    }

    public override string ToString() => Kind switch
    {
        RuleScopeKind.Site => SiteKey,
        RuleScopeKind.Domain => DomainPrefix + Name,
        _ => AccountPrefix + Name,
    };

    private static bool IsDomain(string text) =>
        MailAddressParser.TryParseDomain(text, out var domain, out _) && domain == text && domain[0] != '[';

    // As in table Accounts.
    private static bool IsAccountId(string text) =>
        text.Length is > 0 and <= MaxAccountId && text.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));
}
