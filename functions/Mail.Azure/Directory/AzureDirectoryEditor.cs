using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Changes rows of the directory tables for the operator's tools. An update merges: columns that are not ours stay. Listings leave out rows that
/// cannot be used; a check names them.
/// </summary>
public sealed class AzureDirectoryEditor : IDirectoryEditor
{
    private readonly DirectoryTables _tables;

    internal AzureDirectoryEditor(DirectoryTables tables) => _tables = tables;

    public ValueTask<bool> AddDomainAsync(DomainEntry domain, CancellationToken cancellationToken) =>
        AddAsync(_tables.Domains, DomainRow.Write(domain), cancellationToken);

    public ValueTask<bool> UpdateDomainAsync(DomainEntry domain, CancellationToken cancellationToken) =>
        UpdateAsync(_tables.Domains, DomainRow.Write(domain), cancellationToken);

    public ValueTask<bool> RemoveDomainAsync(string domain, CancellationToken cancellationToken) =>
        RemoveAsync(_tables.Domains, TableKey.Encode(domain), DomainRow.RowKey, cancellationToken);

    public IAsyncEnumerable<DomainEntry> ListDomainsAsync(CancellationToken cancellationToken) =>
        ListAsync(_tables.Domains, domain: null, DomainRow.Read, cancellationToken);

    public ValueTask<bool> AddAccountAsync(AccountEntry account, CancellationToken cancellationToken) =>
        AddAsync(_tables.Accounts, AccountRow.Write(account), cancellationToken);

    public ValueTask<bool> UpdateAccountAsync(AccountEntry account, CancellationToken cancellationToken) =>
        UpdateAsync(_tables.Accounts, AccountRow.Write(account), cancellationToken);

    public ValueTask<bool> RemoveAccountAsync(MailAddress address, CancellationToken cancellationToken) =>
        RemoveAsync(_tables.Accounts, TableKey.Encode(address.Domain), AddressKey.Row(address.LocalPart), cancellationToken);

    public IAsyncEnumerable<AccountEntry> ListAccountsAsync(string? domain, CancellationToken cancellationToken) =>
        ListAsync(_tables.Accounts, domain, AccountRow.Read, cancellationToken);

    public ValueTask<bool> AddAliasAsync(AliasEntry alias, CancellationToken cancellationToken) =>
        AddAsync(_tables.Aliases, AliasRow.Write(alias), cancellationToken);

    public ValueTask<bool> UpdateAliasAsync(AliasEntry alias, CancellationToken cancellationToken) =>
        UpdateAsync(_tables.Aliases, AliasRow.Write(alias), cancellationToken);

    public ValueTask<bool> RemoveAliasAsync(string domain, string localPart, CancellationToken cancellationToken) =>
        RemoveAsync(_tables.Aliases, TableKey.Encode(domain), AddressKey.Row(localPart), cancellationToken);

    public IAsyncEnumerable<AliasEntry> ListAliasesAsync(string? domain, CancellationToken cancellationToken) =>
        ListAsync(_tables.Aliases, domain, AliasRow.Read, cancellationToken);

    public async IAsyncEnumerable<DirectoryProblem> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var domains = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in _tables.Domains.RowsAsync(filter: null, cancellationToken))
        {
            domains.Add(row.PartitionKey);
            if (await _tables.Domains.NoteProblemAsync(row, DomainRow.Read(row).Problem, cancellationToken) is { } problem)
            {
                yield return problem;
            }
        }

        var others = CheckAsync(_tables.Accounts, domains, row => AccountRow.Read(row).Problem, cancellationToken)
            .Concat(CheckAsync(_tables.Aliases, domains, row => AliasRow.Read(row).Problem, cancellationToken));
        await foreach (var problem in others)
        {
            yield return problem;
        }
    }

    private static async IAsyncEnumerable<DirectoryProblem> CheckAsync(
        TableClient table,
        HashSet<string> domains,
        Func<TableEntity, string?> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.RowsAsync(filter: null, cancellationToken))
        {
            var found = read(row)
                ?? (domains.Contains(row.PartitionKey) ? null : $"table Domains has no row {row.PartitionKey}, so this one is never looked at");
            if (await table.NoteProblemAsync(row, found, cancellationToken) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private static async ValueTask<bool> AddAsync(TableClient table, TableEntity row, CancellationToken cancellationToken) =>
        await table.TryAddRowAsync(row, cancellationToken);

    private static async ValueTask<bool> UpdateAsync(TableClient table, TableEntity row, CancellationToken cancellationToken) =>
        await table.TryMergeRowAsync(row, ETag.All, cancellationToken);

    private static async ValueTask<bool> RemoveAsync(TableClient table, string partition, string row, CancellationToken cancellationToken) =>
        await table.TryDeleteRowAsync(partition, row, cancellationToken);

    private static async IAsyncEnumerable<T> ListAsync<T>(
        TableClient table,
        string? domain,
        Func<TableEntity, RowReading<T>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var filter = domain is null ? null : TableFilter.Partition(TableKey.Encode(domain));
        await foreach (var row in table.RowsAsync(filter, cancellationToken))
        {
            if (read(row).Entry is { } entry)
            {
                yield return entry;
            }
        }
    }
}
