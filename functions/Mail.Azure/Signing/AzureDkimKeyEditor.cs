using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Changes table <c>DkimKeys</c> for the operator's tools.</summary>
public sealed class AzureDkimKeyEditor : IDkimKeyEditor
{
    private readonly TableClient _table;
    private readonly SealingKey? _sealing;

    internal AzureDkimKeyEditor(StorageConnection connection, SealingKey? sealing)
    {
        _table = connection.Tables.GetTableClient("DkimKeys");
        _sealing = sealing;
    }

    public IAsyncEnumerable<DkimKey> ListAsync(string? domain, CancellationToken cancellationToken) =>
        AccountTable.ListAsync(_table, domain, DkimKeyRow.Read, cancellationToken);

    /// <exception cref="InvalidOperationException">There is no key to seal it with.</exception>
    public async ValueTask<bool> AddAsync(DkimSecret secret, CancellationToken cancellationToken)
    {
        var sealing = _sealing ?? throw new InvalidOperationException($"Set {SealingKey.Variable} or {SealingKey.FileVariable} first.");
        var text = sealing.Seal(secret.PrivateKey.Span, DkimKeyRow.Place(secret.Key));
        return await _table.TryAddRowAsync(DkimKeyRow.Write(secret.Key, text), cancellationToken);
    }

    public async ValueTask<bool> SetStatesAsync(
        string domain, IReadOnlyDictionary<string, DkimKeyState> states, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            // One transaction: there is no moment without a key, nor with two of a kind.
            await _table.SubmitAsync(
                [.. states.Select(state => new TableTransactionAction(
                    TableTransactionActionType.UpdateMerge,
                    new TableEntity(domain, state.Key) { ["State"] = SettingText.Choice(state.Value), ["Since"] = since },
                    ETag.All))],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    public async ValueTask<bool> RemoveAsync(string domain, string selector, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(domain, selector, cancellationToken);

    public IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken) =>
        AccountTable.CheckAsync(_table, DkimKeyRow.Read, cancellationToken);
}
