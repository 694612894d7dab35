using Mail.Core;

namespace Mail.Testing;

/// <summary>A directory without a cache: a change is seen at once.</summary>
public sealed class InMemoryDirectory(StorageFaults? parentFaults = null) : IDirectory, IDirectoryEditor
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, DomainEntry> _domains = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AccountEntry> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AliasEntry> _aliases = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>What <see cref="CheckAsync"/> finds: a test puts in what it wants to be found.</summary>
    public IList<DirectoryProblem> Problems { get; } = [];

    /// <summary>Adds a mailbox domain: the short way for a test.</summary>
    public DomainEntry AddDomain(string name, DomainKind kind = DomainKind.Mailbox, string? aliasOf = null)
    {
        var domain = new DomainEntry { Name = name, Kind = kind, AliasOf = aliasOf };
        _domains.Add(Key(name, ""), domain);
        return domain;
    }

    /// <summary>Adds an account whose id is made from its address, unless given: the short way for a test.</summary>
    public AccountEntry AddAccount(string address, string? accountId = null, long? quotaBytes = null)
    {
        var parsed = MailAddress.Parse(address);
        var account = new AccountEntry { Address = parsed, AccountId = accountId ?? IdFrom(address), QuotaBytes = quotaBytes };
        _accounts.Add(Key(parsed.Domain, parsed.LocalPart), account);
        return account;
    }

    /// <summary>Adds an alias; <paramref name="name"/> is an address, or <c>@domain</c> for a catch-all.</summary>
    public AliasEntry AddAlias(string name, params string[] targets)
    {
        var at = name.LastIndexOf('@');
        var alias = new AliasEntry
        {
            Domain = name[(at + 1)..],
            LocalPart = at == 0 ? AliasEntry.CatchAll : MailAddress.Parse(name).LocalPart.ToLowerInvariant(),
            Targets = [.. targets.Select(MailAddress.Parse)],
        };
        _aliases.Add(Key(alias.Domain, alias.LocalPart), alias);
        return alias;
    }

    public ValueTask<DomainEntry?> FindDomainAsync(string domain, CancellationToken cancellationToken) =>
        Find(_domains, Key(domain, ""), cancellationToken);

    public ValueTask<AccountEntry?> FindAccountAsync(string domain, string localPart, CancellationToken cancellationToken) =>
        Find(_accounts, Key(domain, localPart), cancellationToken);

    public ValueTask<AliasEntry?> FindAliasAsync(string domain, string localPart, CancellationToken cancellationToken) =>
        Find(_aliases, Key(domain, localPart), cancellationToken);

    public ValueTask<bool> AddDomainAsync(DomainEntry domain, CancellationToken cancellationToken) =>
        Add(_domains, Key(domain.Name, ""), domain, cancellationToken);

    public ValueTask<bool> UpdateDomainAsync(DomainEntry domain, CancellationToken cancellationToken) =>
        Update(_domains, Key(domain.Name, ""), domain, cancellationToken);

    public ValueTask<bool> RemoveDomainAsync(string domain, CancellationToken cancellationToken) =>
        Remove(_domains, Key(domain, ""), cancellationToken);

    public IAsyncEnumerable<DomainEntry> ListDomainsAsync(CancellationToken cancellationToken) =>
        List(_domains, _ => true, cancellationToken);

    public ValueTask<bool> AddAccountAsync(AccountEntry account, CancellationToken cancellationToken) =>
        Add(_accounts, Key(account.Address.Domain, account.Address.LocalPart), account, cancellationToken);

    public ValueTask<bool> UpdateAccountAsync(AccountEntry account, CancellationToken cancellationToken) =>
        Update(_accounts, Key(account.Address.Domain, account.Address.LocalPart), account, cancellationToken);

    public ValueTask<bool> RemoveAccountAsync(MailAddress address, CancellationToken cancellationToken) =>
        Remove(_accounts, Key(address.Domain, address.LocalPart), cancellationToken);

    public IAsyncEnumerable<AccountEntry> ListAccountsAsync(string? domain, CancellationToken cancellationToken) =>
        List(_accounts, account => domain is null || account.Address.Domain == domain, cancellationToken);

    public ValueTask<bool> AddAliasAsync(AliasEntry alias, CancellationToken cancellationToken) =>
        Add(_aliases, Key(alias.Domain, alias.LocalPart), alias, cancellationToken);

    public ValueTask<bool> UpdateAliasAsync(AliasEntry alias, CancellationToken cancellationToken) =>
        Update(_aliases, Key(alias.Domain, alias.LocalPart), alias, cancellationToken);

    public ValueTask<bool> RemoveAliasAsync(string domain, string localPart, CancellationToken cancellationToken) =>
        Remove(_aliases, Key(domain, localPart), cancellationToken);

    public IAsyncEnumerable<AliasEntry> ListAliasesAsync(string? domain, CancellationToken cancellationToken) =>
        List(_aliases, alias => domain is null || alias.Domain == domain, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        Faults.List<DirectoryProblem>(() => [.. Problems], cancellationToken);

    private static string Key(string domain, string localPart) => domain + "\n" + localPart.ToLowerInvariant();

    // Letters and digits as in a real id, so that a container name can be made of it.
    private static string IdFrom(string address) =>
        string.Concat(address.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));

    private ValueTask<T?> Find<T>(IDictionary<string, T> rows, string key, CancellationToken cancellationToken)
        where T : class =>
        Locked(() => rows.TryGetValue(key, out var row) ? row : null, cancellationToken);

    private ValueTask<bool> Add<T>(SortedDictionary<string, T> rows, string key, T row, CancellationToken cancellationToken) =>
        Locked(() => rows.TryAdd(key, row), cancellationToken);

    private ValueTask<bool> Update<T>(SortedDictionary<string, T> rows, string key, T row, CancellationToken cancellationToken) =>
        Locked(
            () =>
            {
                var known = rows.ContainsKey(key);
                if (known)
                {
                    rows[key] = row;
                }

                return known;
            },
            cancellationToken);

    private ValueTask<bool> Remove<T>(SortedDictionary<string, T> rows, string key, CancellationToken cancellationToken) =>
        Locked(() => rows.Remove(key), cancellationToken);

    private IAsyncEnumerable<T> List<T>(SortedDictionary<string, T> rows, Func<T, bool> wanted, CancellationToken cancellationToken) =>
        Faults.List<T>(
            () =>
            {
                lock (_gate)
                {
                    return [.. rows.Values.Where(wanted)];
                }
            },
            cancellationToken);

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);
}
