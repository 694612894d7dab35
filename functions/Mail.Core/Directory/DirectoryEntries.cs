namespace Mail.Core;

/// <summary>A domain we answer for: a row of table <c>Domains</c>.</summary>
public sealed record DomainEntry
{
    /// <summary>A-labels, lower case.</summary>
    public required string Name { get; init; }

    public required DomainKind Kind { get; init; }

    /// <summary>A disabled domain is treated as if it were not ours.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>For <see cref="DomainKind.Alias"/>: the domain whose addresses this one shares. Otherwise <c>null</c>.</summary>
    public string? AliasOf { get; init; }

    /// <summary>What separates a user name from a detail, as in <c>alice+lists</c>; <c>null</c> switches plus-addressing off.</summary>
    public char? DetailSeparator { get; init; } = '+';

    /// <summary>For its accounts, instead of <see cref="SiteSettings.DmarcReject"/>; <c>null</c> for what the site does.</summary>
    public DmarcAction? DmarcReject { get; init; }

    /// <summary>For its accounts, instead of <see cref="SiteSettings.DmarcQuarantine"/>; <c>null</c> for what the site does.</summary>
    public DmarcAction? DmarcQuarantine { get; init; }

    public string? Comment { get; init; }

    /// <summary>What holds for its accounts unless they say otherwise.</summary>
    public SpamPreferences Spam { get; init; } = SpamPreferences.None;
}

/// <summary>An address class in the sense of Postfix's ADDRESS_CLASS_README: it decides who the valid recipients are.</summary>
public enum DomainKind
{
    /// <summary>Recipients are accounts and aliases; others are unknown.</summary>
    Mailbox,

    /// <summary>Every address stands for the same local-part in another of our domains.</summary>
    Alias,

    /// <summary>We are a backup or a front for it: everything is passed on. Aliases still apply first.</summary>
    Relay,
}

/// <summary>A person's mailbox: a row of table <c>Accounts</c>.</summary>
public sealed record AccountEntry
{
    public required MailAddress Address { get; init; }

    /// <summary>Opaque, a lower-case ULID; names the container <c>mailbox-&lt;accountId&gt;</c>. Never changes, even when the address does.</summary>
    public required string AccountId { get; init; }

    /// <summary>A disabled account's address is refused like an unknown one; its mail stays.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Bytes; <c>null</c> is no limit.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary>A <see cref="PasswordVerifier"/> as text; <c>null</c> when the account has no password (it may have app passwords). What is none verifies nothing.</summary>
    public string? PasswordHash { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>What its owner wants done by the score of a message; what he does not say, his domain and the site do.</summary>
    public SpamPreferences Spam { get; init; } = SpamPreferences.None;
}

/// <summary>An address that stands for others: a row of table <c>Aliases</c>.</summary>
public sealed record AliasEntry
{
    public required string Domain { get; init; }

    /// <summary>Lower case; <see cref="CatchAll"/> for the alias of every address of the domain that nothing else claims.</summary>
    public required string LocalPart { get; init; }

    /// <summary>Addresses here or elsewhere, at least one.</summary>
    public required IReadOnlyList<MailAddress> Targets { get; init; }

    public bool Enabled { get; init; } = true;

    public string? Comment { get; init; }

    /// <summary>The local-part of a catch-all, as in Postfix's <c>@domain</c>: no address can have it unquoted.</summary>
    public const string CatchAll = "@";

    /// <summary><c>sales@example.test</c>, or <c>@example.test</c> for a catch-all.</summary>
    public string Name => LocalPart == CatchAll ? CatchAll + Domain : new MailAddress(LocalPart, Domain).ToString();
}
