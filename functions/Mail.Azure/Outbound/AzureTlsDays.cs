using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>TlsReports</c>: partition key the day (<c>2026-01-02</c>), row key the domain; columns <c>Successful</c> and <c>Failed</c> for people, <c>Policies</c> with
/// all of it.
/// </summary>
public sealed class AzureTlsDays : ITlsDays
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Of a conditional write, when other instances write as well.</summary>
    private const int Tries = 5;

    private readonly TableClient _table;

    internal AzureTlsDays(StorageConnection connection) => _table = connection.Tables.GetTableClient("TlsReports");

    public async ValueTask<bool> TryAddAsync(TlsDay more, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var row = await _table.FindRowAsync(Key(more.Day), TableKey.Encode(more.Domain), cancellationToken);
            var known = row is null ? null : Read(row);
            if (await _table.TryWriteRowAsync(Write(known?.With(more) ?? more), row?.ETag, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    public IAsyncEnumerable<TlsDay> ListAsync(DateOnly before, CancellationToken cancellationToken) =>
        _table.RowsAsync(TableClient.CreateQueryFilter($"PartitionKey lt {Key(before)}"), cancellationToken).Select(Read).OfType<TlsDay>();

    public async ValueTask RemoveAsync(DateOnly day, string domain, CancellationToken cancellationToken) =>
        await _table.TryDeleteRowAsync(Key(day), TableKey.Encode(domain), cancellationToken);

    private static string Key(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static TableEntity Write(TlsDay day)
    {
        var row = new TableEntity(Key(day.Day), TableKey.Encode(day.Domain))
        {
            ["Successful"] = day.Policies.Sum(policy => policy.Successful),
            ["Failed"] = day.Policies.Sum(policy => policy.Failed),
        };
        LongText.Set(row, "Policies", JsonSerializer.Serialize(day.Policies, TextJson.Default.IReadOnlyListTlsPolicyTally));
        return row;
    }

    private static TlsDay? Read(TableEntity row)
    {
        try
        {
            return DateOnly.TryParseExact(row.PartitionKey, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && JsonSerializer.Deserialize(LongText.Get(row, "Policies"), TextJson.Default.IReadOnlyListTlsPolicyTally) is { } policies
                    ? new TlsDay(day, TableKey.Decode(row.RowKey), policies)
                    : null;
        }
        catch (JsonException)
        {
            // Spoiled by a hand: it counts from the beginning again.
            return null;
        }
    }
}
