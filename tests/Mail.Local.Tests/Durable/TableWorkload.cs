using Azure;
using Azure.Data.Tables;

namespace Mail.Local.Tests.Durable;

/// <summary>
/// Changes one partition by single requests and by transactions. A transaction is there as a whole or not at all:
/// the partition must equal what it was before or after the change that is in doubt.
/// </summary>
internal sealed class TableWorkload(string partition, Random random, Func<string> connectionString) : IWorkload
{
    private Dictionary<string, string> _acknowledged = [];
    private Dictionary<string, string>? _inDoubt;
    private int _version;

    private TableClient Table => new(connectionString(), "Crash", Once.Configure(new TableClientOptions()));

    public Task PrepareAsync() => Table.CreateIfNotExistsAsync();

    public async Task StepAsync()
    {
        var after = new Dictionary<string, string>(_acknowledged);
        var actions = Enumerable.Range(0, random.Next(3) == 0 ? 1 : random.Next(2, 12))
            .Select(_ => $"r{random.Next(40):00}").Distinct().Select(row => Change(after, row)).ToList();
        _inDoubt = after;
        if (actions is [{ ActionType: TableTransactionActionType.UpsertReplace } single])
            await Table.UpsertEntityAsync(single.Entity, TableUpdateMode.Replace);
        else
            await Table.SubmitTransactionAsync(actions);
        _acknowledged = after;
        _inDoubt = null;
    }

    public async Task VerifyAsync()
    {
        var stored = new Dictionary<string, string>();
        await foreach (var row in Table.QueryAsync<TableEntity>(e => e.PartitionKey == partition))
            Assert.True(stored.TryAdd(row.RowKey, row.GetString("Value")), $"{partition}/{row.RowKey} is there twice");
        if (_inDoubt is not null && Same(stored, _inDoubt))
            _acknowledged = _inDoubt;
        Assert.True(Same(stored, _acknowledged), $"partition {partition} is not what was acknowledged");
        _inDoubt = null;
    }

    private TableTransactionAction Change(Dictionary<string, string> after, string row)
    {
        var exists = after.ContainsKey(row);
        if (exists && random.Next(3) == 0)
        {
            after.Remove(row);
            return new(TableTransactionActionType.Delete, new TableEntity(partition, row), ETag.All);
        }

        var value = after[row] = $"{++_version}";
        var entity = new TableEntity(partition, row) { ["Value"] = value };
        return random.Next(3) switch
        {
            0 when exists => new(TableTransactionActionType.UpdateMerge, entity, ETag.All),
            1 when !exists => new(TableTransactionActionType.Add, entity),
            _ => new(TableTransactionActionType.UpsertReplace, entity),
        };
    }

    private static bool Same(Dictionary<string, string> a, Dictionary<string, string> b) => a.Count == b.Count && !a.Except(b).Any();
}
