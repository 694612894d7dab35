using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Table <c>RemoteAccounts</c>. The timer reads it whole, a request per thousand rows; a visit reads its row.</summary>
public sealed class AzureRemoteAccounts : IRemoteAccountsEditor
{
    // As in RowReporter: a table that was filled with nonsense is corrected little by little.
    private const int MaxNoted = 20;

    private readonly TableClient _table;
    private readonly DirectoryReports _reports;

    internal AzureRemoteAccounts(StorageConnection connection, ILogger<AzureRemoteAccounts> logger)
    {
        _table = connection.Tables.GetTableClient("RemoteAccounts");
        _reports = new DirectoryReports(logger);
    }

    public IAsyncEnumerable<RemoteAccount> ListAsync(CancellationToken cancellationToken) => ListAsync(filter: null, cancellationToken);

    public IAsyncEnumerable<RemoteAccount> ListAsync(MailAddress target, CancellationToken cancellationToken) =>
        ListAsync(TableFilter.Partition(RemoteAccountRow.PartitionOf(target)), cancellationToken);

    public async ValueTask<RemoteAccount?> FindAsync(RemoteAccountKey key, CancellationToken cancellationToken)
    {
        if (await _table.FindRowAsync(RemoteAccountRow.PartitionOf(key.Target), key.Name, cancellationToken) is not { } row)
        {
            return null;
        }

        var (account, problem) = RemoteAccountRow.Read(row);
        _reports.Report(_table.Name, DirectoryReports.RowName(row), problem);
        return account;
    }

    public async ValueTask<bool> SetPausedAsync(RemoteAccountKey key, string? reason, CancellationToken cancellationToken) =>
        await MergeAsync(key, RemoteAccountRow.PausedColumn, LongText.Cut(reason ?? ""), cancellationToken);

    /// <summary>Replaces what is sealed, and nothing else. False when there is no such row.</summary>
    internal Task<bool> SetSecretAsync(RemoteAccountKey key, string secret, CancellationToken cancellationToken) =>
        MergeAsync(key, RemoteAccountRow.SecretColumn, secret, cancellationToken);

    public async ValueTask<bool> AddAsync(RemoteAccount account, CancellationToken cancellationToken) =>
        await _table.TryAddRowAsync(RemoteAccountRow.Write(account), cancellationToken);

    public async ValueTask SetAsync(RemoteAccount account, CancellationToken cancellationToken) =>
        await _table.WriteAsync(() => _table.UpsertEntityAsync(RemoteAccountRow.Write(account), TableUpdateMode.Merge, cancellationToken), cancellationToken);

    public async ValueTask<bool> RemoveAsync(RemoteAccountKey key, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(RemoteAccountRow.PartitionOf(key.Target), key.Name, cancellationToken);

    public async IAsyncEnumerable<DirectoryProblem> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.RowsAsync(filter: null, cancellationToken))
        {
            if (await _table.NoteProblemAsync(row, RemoteAccountRow.Read(row).Problem, cancellationToken) is { } told)
            {
                yield return told;
            }
        }
    }

    private async Task<bool> MergeAsync(RemoteAccountKey key, string column, string text, CancellationToken cancellationToken) => await _table.TryMergeRowAsync(
        new TableEntity(RemoteAccountRow.PartitionOf(key.Target), key.Name) { [column] = text }, ETag.All, cancellationToken);

    private async IAsyncEnumerable<RemoteAccount> ListAsync(string? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var noted = 0;
        await foreach (var row in _table.RowsAsync(filter, cancellationToken))
        {
            var (account, problem) = RemoteAccountRow.Read(row);
            _reports.Report(_table.Name, DirectoryReports.RowName(row), problem);
            if (noted < MaxNoted && Lenient.Text(row, ProblemColumn.Name) != problem)
            {
                noted++;
                await _table.NoteProblemAsync(row, problem, cancellationToken);
            }

            if (account is not null)
            {
                yield return account;
            }
        }
    }
}
