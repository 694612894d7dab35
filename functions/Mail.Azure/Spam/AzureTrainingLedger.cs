using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Table <c>Training</c>: a partition for each owner; see <see cref="TrainingKeys"/> and <see cref="TrainingRow"/>.</summary>
public sealed class AzureTrainingLedger : ITrainingLedger
{
    // Each is another writer's step at just that moment.
    private const int MaxConflicts = 60;

    private readonly TableClient _table;

    internal AzureTrainingLedger(StorageConnection connection) => _table = connection.Tables.GetTableClient("Training");

    public async ValueTask<LedgerEntry?> FindAsync(ModelOwner owner, MessageKey key, CancellationToken cancellationToken) =>
        await _table.FindRowAsync(owner.Key, TrainingKeys.Message(key), cancellationToken) is { } row ? TrainingRow.ReadLedger(row) : null;

    public IAsyncEnumerable<LedgerLabel> ListAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        _table.RowsAsync(Beginning(owner, TrainingKeys.Ledger), cancellationToken, TrainingRow.LabelColumns).Select(TrainingRow.ReadLabel).OfType<LedgerLabel>();

    public IAsyncEnumerable<LedgerEntry> ReadAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        _table.RowsAsync(Beginning(owner, TrainingKeys.Ledger), cancellationToken).Select(TrainingRow.ReadLedger).OfType<LedgerEntry>();

    public async ValueTask<bool> TryAppendAsync(ModelOwner owner, IReadOnlyList<TrainingChange> changes, CancellationToken cancellationToken)
    {
        ITrainingLedger.ThrowIfTooMany(changes);
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var head = await _table.FindRowAsync(owner.Key, TrainingKeys.Head, cancellationToken);
            try
            {
                await _table.SubmitAsync(Actions(owner, changes, head), cancellationToken);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412 && e.FailedTransactionActionIndex is > 0)
            {
                return false;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // The head has moved on: another writer's step, or this one's, whose answer was lost. In that case the messages' rows will tell.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 5 * (conflicts + 1))), cancellationToken);
            }
        }

        throw new StorageUnavailableException($"The training of {owner} changes faster than it can be added to.");
    }

    public async ValueTask<long> HeadAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        Sequence(await _table.FindRowAsync(owner.Key, TrainingKeys.Head, cancellationToken));

    public IAsyncEnumerable<JournalEntry> JournalAsync(ModelOwner owner, long after, CancellationToken cancellationToken) => _table
        .RowsAsync(Steps(owner, after + 1, long.MaxValue), cancellationToken)
        .Select(TrainingRow.ReadJournal)
        .OfType<JournalEntry>();

    public async ValueTask TrimAsync(ModelOwner owner, long through, CancellationToken cancellationToken) =>
        await DeleteAsync(owner, Steps(owner, 0, through + 1), cancellationToken);

    public async ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        await DeleteAsync(owner, TableFilter.Partition(owner.Key), cancellationToken);

    /// <summary>The head first: whose conflict it was is told by its place.</summary>
    private static List<TableTransactionAction> Actions(ModelOwner owner, IReadOnlyList<TrainingChange> changes, TableEntity? head)
    {
        var sequence = Sequence(head);
        List<TableTransactionAction> actions = [TrainingRow.Head(owner, sequence + changes.Count, head?.ETag)];
        foreach (var change in changes)
        {
            sequence++;
            actions.Add(Ledger(owner, change, sequence));
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, TrainingRow.Journal(owner, change, sequence)));
        }

        return actions;
    }

    private static TableTransactionAction Ledger(ModelOwner owner, TrainingChange change, long sequence) => (change.From, change.To) switch
    {
        (null, { } to) => new(TableTransactionActionType.Add, TrainingRow.Ledger(owner, change, to, sequence)),
        ({ } from, { } to) => new(TableTransactionActionType.UpdateReplace, TrainingRow.Ledger(owner, change, to, sequence), new ETag(from.Version)),
        ({ } from, null) => new(
            TableTransactionActionType.Delete, new TableEntity(owner.Key, TrainingKeys.Message(change.Key)), new ETag(from.Version)),
        _ => throw new ArgumentException($"The step of {change.Key} changes nothing.", nameof(change)),
    };

    private static long Sequence(TableEntity? head) => head is null ? 0 : Lenient.Number(head, "Sequence");

    private static string Beginning(ModelOwner owner, string prefix) => TableFilter.And(TableFilter.Partition(owner.Key), TableFilter.RowsBeginning(prefix));

    private static string Steps(ModelOwner owner, long from, long to) =>
        TableFilter.And(TableFilter.Partition(owner.Key), TableFilter.Rows(TrainingKeys.Step(from), TrainingKeys.Step(to)));

    private async Task DeleteAsync(ModelOwner owner, string filter, CancellationToken cancellationToken)
    {
        var rows = await _table.RowsAsync(filter, cancellationToken, ["RowKey"]).Select(row => row.RowKey).ToListAsync(cancellationToken);
        await _table.DeleteRowsAsync(owner.Key, rows, cancellationToken);
    }
}
