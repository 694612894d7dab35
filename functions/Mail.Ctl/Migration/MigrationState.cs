using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>What is in our tables, read once, and what the migration has added since: thousands of entries are compared without a request for each.</summary>
internal sealed class MigrationState
{
    private MigrationState()
    {
    }

    public ConcurrentDictionary<string, DomainEntry> Domains { get; } = new(StringComparer.Ordinal);

    /// <summary>By address in lower case.</summary>
    public ConcurrentDictionary<string, AccountEntry> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>By <see cref="AliasEntry.Name"/>.</summary>
    public ConcurrentDictionary<string, AliasEntry> Aliases { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, Core.Transport> Transports { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, SiteSettingRow> Settings { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<RemoteAccountKey, RemoteAccount> RemoteAccounts { get; } = new();

    public required TimeProvider Time { get; init; }

    /// <summary>Seals passwords; <c>null</c> while there are none to seal.</summary>
    public IRemoteSecrets? Secrets { get; init; }

    /// <summary>Addresses and <c>@domain</c> that will stand for others.</summary>
    public HashSet<string> Expected { get; } = new(StringComparer.Ordinal);

    public static async Task<MigrationState> LoadAsync(MailStorage storage, IRemoteSecrets? secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var state = new MigrationState { Secrets = secrets, Time = time };
        await FillAsync(state.Domains, storage.Editor.ListDomainsAsync(cancellationToken), domain => domain.Name);
        await FillAsync(state.Accounts, storage.Editor.ListAccountsAsync(domain: null, cancellationToken), account => Key(account.Address));
        await FillAsync(state.Aliases, storage.Editor.ListAliasesAsync(domain: null, cancellationToken), alias => alias.Name);
        await FillAsync(state.Transports, storage.Transports.ListAsync(cancellationToken), transport => transport.Pattern);
        await FillAsync(state.Settings, storage.Settings.ListAsync(cancellationToken), row => row.Name);
        await FillAsync(state.RemoteAccounts, storage.RemoteAccounts.ListAsync(cancellationToken), account => account.Key);
        return state;
    }

    public static string Key(MailAddress address) => address.ToString().ToLowerInvariant();

    /// <summary>Mail for it is taken here and gets somewhere; always so for an address elsewhere.</summary>
    public bool IsKnown(MailAddress address)
    {
        if (!Domains.TryGetValue(address.Domain, out var domain) || domain.Kind == DomainKind.Relay)
        {
            return true;
        }

        if (domain is { Kind: DomainKind.Alias, AliasOf: { } other } && Domains.TryGetValue(other, out var real))
        {
            return real.Kind == DomainKind.Alias || IsKnown(address.WithDomain(other));
        }

        var plain = domain.DetailSeparator is { } separator && address.LocalPart.IndexOf(separator, StringComparison.Ordinal) is > 0 and var at
            ? address.WithLocalPart(address.LocalPart[..at])
            : address;
        return IsName(Key(address)) || IsName(Key(plain)) || IsName(AliasEntry.CatchAll + address.Domain);
    }

    private bool IsName(string name) => Accounts.ContainsKey(name) || Aliases.ContainsKey(name) || Expected.Contains(name);

    private static async Task FillAsync<TKey, T>(ConcurrentDictionary<TKey, T> table, IAsyncEnumerable<T> rows, Func<T, TKey> key)
        where TKey : notnull
    {
        await foreach (var row in rows)
        {
            table[key(row)] = row;
        }
    }
}
