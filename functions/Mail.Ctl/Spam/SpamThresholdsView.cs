namespace Mail.Ctl;

/// <param name="Owner">An account's address, a domain, or <c>site</c>.</param>
/// <param name="UnsureFrom">Said here; <c>null</c> when it is left to the next: account, domain, site.</param>
/// <param name="SpamFrom">Said here; <c>null</c> as above.</param>
/// <param name="InForceUnsureFrom">What holds.</param>
/// <param name="InForceSpamFrom">What holds.</param>
internal sealed record SpamThresholdsView(
    string Owner, double? UnsureFrom, double? SpamFrom, string? ReviewFolder, bool? Digest, double InForceUnsureFrom, double InForceSpamFrom);
