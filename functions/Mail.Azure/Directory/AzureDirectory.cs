using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Looks up rows of the tables <c>Domains</c>, <c>Accounts</c> and <c>Aliases</c>, and remembers them for <see cref="StorageOptions.CacheTime"/>.</summary>
/// <remarks>
/// Accounts and aliases are read one by one: there may be millions. Domains are read all at once with a single request as long as they fit its
/// answer (1000 rows), because every recipient of every message asks for one, and whoever tries to relay asks for domains that are not ours: so one
/// request per cache time answers all of them. With more domains than that they are read one by one, too.
/// </remarks>
public sealed class AzureDirectory : IDirectory
{
    // About 300 bytes each, so some 6 MiB per table at most.
    private const int Capacity = 20_000;

    private readonly DirectoryTables _tables;
    private readonly DirectoryReports _reports;
    private readonly ExpiringCache<IReadOnlyDictionary<string, RowAnswer>?> _allDomains;
    private readonly ExpiringCache<RowAnswer?> _domains;
    private readonly ExpiringCache<RowAnswer?> _accounts;
    private readonly ExpiringCache<RowAnswer?> _aliases;
    private volatile bool _manyDomains;

    internal AzureDirectory(DirectoryTables tables, DirectoryReports reports, TimeSpan cacheTime, TimeProvider time)
    {
        _tables = tables;
        _reports = reports;
        _allDomains = new(cacheTime, capacity: 1, time);
        _domains = new(cacheTime, Capacity, time);
        _accounts = new(cacheTime, Capacity, time);
        _aliases = new(cacheTime, Capacity, time);
    }

    public async ValueTask<DomainEntry?> FindDomainAsync(string domain, CancellationToken cancellationToken)
    {
        var key = TableKey.Encode(domain);
        if (!_manyDomains && await _allDomains.GetAsync("", LoadDomainsAsync, cancellationToken) is { } all)
        {
            return all.TryGetValue(key, out var row) ? row.Entry<DomainEntry>() : null;
        }

        var found = await _domains.GetAsync(key, () => LoadAsync(_tables.Domains, key, DomainRow.RowKey, DomainRow.Read), cancellationToken);
        return found?.Entry<DomainEntry>();
    }

    public async ValueTask<AccountEntry?> FindAccountAsync(string domain, string localPart, CancellationToken cancellationToken)
    {
        var (partition, row) = (TableKey.Encode(domain), AddressKey.Row(localPart));
        var found = await _accounts.GetAsync(
            partition + "/" + row, () => LoadAsync(_tables.Accounts, partition, row, AccountRow.Read), cancellationToken);
        return found?.Entry<AccountEntry>();
    }

    public async ValueTask<AliasEntry?> FindAliasAsync(string domain, string localPart, CancellationToken cancellationToken)
    {
        var (partition, row) = (TableKey.Encode(domain), AddressKey.Row(localPart));
        var found = await _aliases.GetAsync(
            partition + "/" + row, () => LoadAsync(_tables.Aliases, partition, row, AliasRow.Read), cancellationToken);
        return found?.Entry<AliasEntry>();
    }

    private async Task<RowAnswer?> LoadAsync<T>(TableClient table, string partition, string row, Func<TableEntity, RowReading<T>> read)
        where T : class =>
        await table.FindRowAsync(partition, row, CancellationToken.None) is { } found ? Answer(table, found, read) : null;

    /// <summary><c>null</c> when there are more domains than one request gives.</summary>
    private async Task<IReadOnlyDictionary<string, RowAnswer>?> LoadDomainsAsync()
    {
        var page = await _tables.Domains.FirstPageAsync(CancellationToken.None);
        if (page is null)
        {
            _manyDomains = true;
            return null;
        }

        var domains = new Dictionary<string, RowAnswer>(StringComparer.Ordinal);
        foreach (var row in page)
        {
            var answer = Answer(_tables.Domains, row, DomainRow.Read);
            // A row whose key is badly written stands for the domain that it means, unless that has a good row: then it is only reported.
            var name = DomainRow.NameIn(row.PartitionKey) ?? row.PartitionKey;
            if (answer.Usable is not null || !domains.ContainsKey(name))
            {
                domains[name] = answer;
            }
        }

        return domains;
    }

    private RowAnswer Answer<T>(TableClient table, TableEntity row, Func<TableEntity, RowReading<T>> read)
        where T : class
    {
        var reading = read(row);
        _reports.Report(table.Name, DirectoryReports.RowName(row), reading.Problem);
        return new RowAnswer(reading.Entry, $"Row {DirectoryReports.RowName(row)} of table {table.Name} cannot be used: {reading.Problem}.");
    }

    /// <summary>A row that exists.</summary>
    private sealed record RowAnswer(object? Usable, string Complaint)
    {
        /// <exception cref="StorageUnavailableException">
        /// The row cannot be used. To treat it as absent would refuse mail for good, so whoever depends on it has to try again later.
        /// </exception>
        public T Entry<T>()
            where T : class =>
            Usable as T ?? throw new UnusableRowException(Complaint);
    }
}
