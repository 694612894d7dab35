using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Destinations</c>: partition key the destination (<see cref="TableKey"/>), row key <c>state</c>. What a hand has spoiled reads as
/// what a new destination has.
/// </summary>
internal static class DestinationRow
{
    public const string RowKey = "state";

    /// <summary>Of a row whose column cannot be read: the least there is.</summary>
    private const double LeastWindow = 1;

    public static TableEntity Write(DestinationState state)
    {
        var row = new TableEntity(TableKey.Encode(state.Destination), RowKey)
        {
            ["Window"] = state.Window,
            ["IsProven"] = state.IsProven,
            ["DeadTimes"] = state.DeadTimes,
            ["UpdatedAt"] = state.UpdatedAt,
        };
        if (state.DeadUntil is { } until)
        {
            row["DeadUntil"] = until;
        }

        LongText.Set(row, "Reason", LongText.Cut(state.Reason, 2000));
        LongText.Set(row, "Holders", JsonSerializer.Serialize(state.Holders, TextJson.Default.IReadOnlyListDestinationHolder));
        return row;
    }

    public static DestinationState Read(TableEntity row) => new()
    {
        Destination = TableKey.Decode(row.PartitionKey),
        Window = double.TryParse(Lenient.Text(row, "Window"), NumberStyles.Float, CultureInfo.InvariantCulture, out var window) && window >= LeastWindow
            ? window
            : LeastWindow,
        IsProven = Lenient.TryTruth(row, "IsProven", out var proven) && proven == true,
        DeadUntil = Lenient.Time(row, "DeadUntil"),
        DeadTimes = (int)Math.Clamp(Lenient.Number(row, "DeadTimes"), 0, int.MaxValue),
        Reason = LongText.Get(row, "Reason"),
        Holders = Holders(LongText.Get(row, "Holders")),
        UpdatedAt = Lenient.Time(row, "UpdatedAt") ?? row.Timestamp ?? default,
        Version = row.ETag.ToString(),
    };

    private static IReadOnlyList<DestinationHolder> Holders(string text)
    {
        try
        {
            return text.Length == 0 ? [] : JsonSerializer.Deserialize(text, TextJson.Default.IReadOnlyListDestinationHolder) ?? [];
        }
        catch (JsonException)
        {
            // They renew within a minute.
            return [];
        }
    }
}
