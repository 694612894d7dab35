using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>DmarcResults</c>: columns <c>Domain</c>, <c>Passed</c> and <c>Failed</c> for people; <c>Published</c> and <c>Tallies</c> with all of it; <c>Uncounted</c>.
/// </summary>
internal static class DmarcDayRow
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Each is at most some 3,500 characters long, a row 1 MiB of two octets each.</summary>
    private const int MaxTallies = 100;

    public static string Partition(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Of the row keys of a domain. No other domain's begin so: no name has a colon.</summary>
    public static string Prefix(string domain) => TableKey.Encode(domain) + ":";

    /// <returns>As many rows as it takes, with the characters in each.</returns>
    public static IEnumerable<(TableEntity Row, int Characters)> Write(DmarcDay day, QueueId batch)
    {
        var parts = day.Tallies.Chunk(MaxTallies).DefaultIfEmpty([]).ToList();
        return parts.Select((tallies, part) => Write(day, batch, part, tallies));
    }

    /// <summary><c>null</c> for a row that a hand has spoiled.</summary>
    public static DmarcDay? Read(TableEntity row)
    {
        try
        {
            return DateOnly.TryParseExact(row.PartitionKey, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && JsonSerializer.Deserialize(LongText.Get(row, "Published"), TextJson.Default.DmarcPublication) is { } published
                && JsonSerializer.Deserialize(LongText.Get(row, "Tallies"), TextJson.Default.IReadOnlyListDmarcTally) is { } tallies
                && row.RowKey.StartsWith(Prefix(published.Domain), StringComparison.Ordinal)
                    ? new DmarcDay(day, published, tallies, Lenient.Number(row, "Uncounted"))
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (TableEntity Row, int Characters) Write(DmarcDay day, QueueId batch, int part, DmarcTally[] tallies)
    {
        var text = JsonSerializer.Serialize(tallies, TextJson.Default.IReadOnlyListDmarcTally);
        var published = JsonSerializer.Serialize(day.Published, TextJson.Default.DmarcPublication);
        var passed = tallies.Where(tally => tally.Finding.DkimAligned || tally.Finding.SpfAligned).Sum(tally => tally.Count);
        var row = new TableEntity(Partition(day.Day), string.Create(CultureInfo.InvariantCulture, $"{Prefix(day.Domain)}{batch}:{part:D3}"))
        {
            ["Domain"] = day.Domain,
            ["Passed"] = passed,
            ["Failed"] = tallies.Sum(tally => tally.Count) - passed,
            // Once for all parts.
            ["Uncounted"] = part == 0 ? day.Uncounted : 0,
        };
        LongText.Set(row, "Published", published);
        LongText.Set(row, "Tallies", text);
        return (row, text.Length + published.Length);
    }
}
