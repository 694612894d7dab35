using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>Greylist</c>: partition key the client's network (<c>192.0.2.0_24</c>), row key <c>network</c>, or <c>pair-</c> and a hash; columns
/// <c>FirstSeen</c>, <c>LastSeen</c>, <c>Passed</c>, <c>Expires</c>, and <c>Sender</c> and <c>Recipient</c> for people.
/// </summary>
public sealed class AzureGreylist : IGreylist
{
    private const string NetworkRow = "network";
    private const int MaxPruned = 5000;

    private readonly TableClient _table;

    internal AzureGreylist(StorageConnection connection) => _table = connection.Tables.GetTableClient("Greylist");

    public async ValueTask<(GreylistEntry? Network, GreylistEntry? Pair)> FindAsync(GreylistKey key, CancellationToken cancellationToken)
    {
        // Two point reads at once: a filter with "or" has the service read the whole partition, which a client can fill.
        var network = _table.FindRowAsync(Partition(key), NetworkRow, cancellationToken);
        var pair = _table.FindRowAsync(Partition(key), PairRow(key), cancellationToken);
        await Task.WhenAll(network, pair);
        return (Read(await network), Read(await pair));
    }

    public async ValueTask SaveAsync(GreylistKey key, GreylistEntry? network, GreylistEntry? pair, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        if (network is not null)
        {
            rows.Add(Write(key, NetworkRow, network));
        }

        if (pair is not null)
        {
            var row = Write(key, PairRow(key), pair);
            row["Sender"] = key.Sender;
            row["Recipient"] = key.Recipient;
            rows.Add(row);
        }

        if (rows.Count > 0)
        {
            await _table.SubmitAsync(
                [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))], cancellationToken);
        }
    }

    public async ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.TimeBefore("Expires", now), MaxPruned, cancellationToken);

    private static string Partition(GreylistKey key) => TableKey.Encode(key.Network.Replace('/', '_')).Replace("=3A", ":", StringComparison.Ordinal);

    private static string PairRow(GreylistKey key) => "pair-" + key.Pair;

    /// <summary>A row that somebody edited into nonsense has expired: the client begins anew.</summary>
    private static GreylistEntry? Read(TableEntity? row) => row is null ? null : new GreylistEntry(
        Lenient.Time(row, "FirstSeen") ?? default,
        Lenient.Time(row, "LastSeen") ?? default,
        (int)Math.Clamp(Lenient.Number(row, "Passed"), 0, int.MaxValue),
        Lenient.Time(row, "Expires") ?? default);

    private static TableEntity Write(GreylistKey key, string row, GreylistEntry entry) => new(Partition(key), row)
    {
        ["FirstSeen"] = entry.FirstSeen,
        ["LastSeen"] = entry.LastSeen,
        ["Passed"] = entry.Passed,
        ["Expires"] = entry.Expires,
    };
}
