using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>DmarcSummaries</c>: partition key our domain, row key day, reporter and a hash of the report's id, which may be longer than a key;
/// columns for people, and <c>Sources</c> with all of it.
/// </summary>
internal static class DmarcSummaryRow
{
    private const string DayFormat = "yyyy-MM-dd";

    // Hexadecimal digits: 64 bits, among a reporter's own ids.
    private const int HashLength = 16;

    public static DateOnly DayOf(DmarcSummary summary) => DateOnly.FromDateTime(summary.Begin.UtcDateTime);

    /// <summary>Of the row keys of a day.</summary>
    public static string Prefix(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture) + ":";

    /// <summary>Of the row keys of its day and reporter.</summary>
    public static string Prefix(DmarcSummary summary) => $"{Prefix(DayOf(summary))}{TableKey.Encode(summary.Reporter)}:";

    public static TableEntity Write(DmarcSummary summary)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(summary.ReportId)))[..HashLength];
        var row = new TableEntity(TableKey.Encode(summary.Domain), Prefix(summary) + hash)
        {
            ["Reporter"] = summary.Reporter,
            ["Organization"] = LongText.Cut(summary.Organization),
            ["ReportId"] = LongText.Cut(summary.ReportId),
            ["Begin"] = summary.Begin,
            ["End"] = summary.End,
            ["ReceivedAt"] = summary.ReceivedAt,
            ["Message"] = summary.DeliveryId,
            ["Messages"] = summary.Messages,
            ["Passed"] = summary.Passed,
            ["Failed"] = summary.Messages - summary.Passed,
        };
        LongText.Set(row, "Sources", JsonSerializer.Serialize(summary.Sources, TextJson.Default.IReadOnlyListDmarcSource));
        return row;
    }

    /// <summary><c>null</c> for a row that a hand has spoiled.</summary>
    public static DmarcSummary? Read(TableEntity row)
    {
        try
        {
            return JsonSerializer.Deserialize(LongText.Get(row, "Sources"), TextJson.Default.IReadOnlyListDmarcSource) is { } sources
                && Lenient.Time(row, "Begin") is { } begin && Lenient.Time(row, "End") is { } end
                    ? new DmarcSummary
                    {
                        Domain = TableKey.Decode(row.PartitionKey),
                        Reporter = Lenient.Text(row, "Reporter") ?? "",
                        Organization = Lenient.Text(row, "Organization") ?? "",
                        ReportId = Lenient.Text(row, "ReportId") ?? "",
                        Begin = begin,
                        End = end,
                        ReceivedAt = Lenient.Time(row, "ReceivedAt") ?? end,
                        DeliveryId = Lenient.Text(row, "Message") ?? "",
                        Messages = Lenient.Number(row, "Messages"),
                        Passed = Lenient.Number(row, "Passed"),
                        Sources = sources,
                    }
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
