using Mail.Core;

namespace Mail.Ctl;

/// <summary>The directory as it was at one moment, in memory: routes of all aliases are walked without a request for each step.</summary>
internal sealed class DirectorySnapshot : IDirectory
{
    private readonly Dictionary<string, DomainEntry> _domains;
    private readonly Dictionary<(string Domain, string LocalPart), AccountEntry> _accounts;
    private readonly Dictionary<(string Domain, string LocalPart), AliasEntry> _aliases;

    private DirectorySnapshot(
        Dictionary<string, DomainEntry> domains,
        Dictionary<(string Domain, string LocalPart), AccountEntry> accounts,
        Dictionary<(string Domain, string LocalPart), AliasEntry> aliases)
    {
        _domains = domains;
        _accounts = accounts;
        _aliases = aliases;
    }

    public static async Task<DirectorySnapshot> TakeAsync(IDirectoryEditor editor, CancellationToken cancellationToken) => new(
        await editor.ListDomainsAsync(cancellationToken).ToDictionaryAsync(domain => domain.Name, cancellationToken: cancellationToken),
        await editor.ListAccountsAsync(domain: null, cancellationToken)
            .ToDictionaryAsync(account => Key(account.Address.Domain, account.Address.LocalPart), cancellationToken: cancellationToken),
        await editor.ListAliasesAsync(domain: null, cancellationToken)
            .ToDictionaryAsync(alias => Key(alias.Domain, alias.LocalPart), cancellationToken: cancellationToken));

    public ValueTask<DomainEntry?> FindDomainAsync(string domain, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_domains.GetValueOrDefault(domain));

    public ValueTask<AccountEntry?> FindAccountAsync(string domain, string localPart, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_accounts.GetValueOrDefault(Key(domain, localPart)));

    public ValueTask<AliasEntry?> FindAliasAsync(string domain, string localPart, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_aliases.GetValueOrDefault(Key(domain, localPart)));

    private static (string Domain, string LocalPart) Key(string domain, string localPart) => (domain, localPart.ToLowerInvariant());
}
