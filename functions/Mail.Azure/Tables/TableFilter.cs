using System.Globalization;
using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>
/// The only place where filters are put together. Values are quoted by the client library (a <c>'</c> is doubled), so that text from a message
/// or a command line is never read as part of the filter.
/// </summary>
internal static class TableFilter
{
    public static string Partition(string key) => TableClient.CreateQueryFilter($"PartitionKey eq {key}");

    public static string PartitionsFrom(string first) => TableClient.CreateQueryFilter($"PartitionKey ge {first}");

    public static string Row(string key) => TableClient.CreateQueryFilter($"RowKey eq {key}");

    /// <summary>Row keys in the half-open range.</summary>
    public static string Rows(string from, string to) => TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {to}");

    public static string RowsFrom(string first) => TableClient.CreateQueryFilter($"RowKey ge {first}");

    /// <param name="column">A literal of ours, never text from outside.</param>
    public static string TimeBefore(string column, DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{column} lt {TableClient.CreateQueryFilter($"{time}")}");

    /// <summary>Row keys that begin with <paramref name="prefix"/>, whose last character is not the highest there is.</summary>
    public static string RowsBeginning(string prefix) => Rows(prefix, prefix[..^1] + (char)(prefix[^1] + 1));

    /// <param name="column">A literal of ours, never text from outside.</param>
    public static string Column(string column, string value) =>
        string.Create(CultureInfo.InvariantCulture, $"{column} eq {TableClient.CreateQueryFilter($"{value}")}");

    public static string And(params string?[] filters) =>
        string.Join(" and ", filters.Where(filter => filter is not null).Select(filter => $"({filter})"));

    public static string Or(params string[] filters) => string.Join(" or ", filters.Select(filter => $"({filter})"));
}
