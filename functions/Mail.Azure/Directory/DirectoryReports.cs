using System.Collections.Concurrent;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Logs what is wrong with a row once, and again only when it changes: rows are read every few seconds.</summary>
internal sealed partial class DirectoryReports(ILogger logger)
{
    // A table with more bad rows than that has one cause, and the log has it.
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, string> _reported = new(StringComparer.Ordinal);

    public static string RowName(TableEntity row) => $"{row.PartitionKey} {row.RowKey}";

    public void Report(string table, string row, string? problem)
    {
        var key = $"{table} {row}";
        if (problem is null)
        {
            _reported.TryRemove(key, out _);
            return;
        }

        if (_reported.TryGetValue(key, out var reported) && reported == problem)
        {
            return;
        }

        if (_reported.Count >= MaxRemembered)
        {
            _reported.Clear();
        }

        _reported[key] = problem;
        BadRow(logger, row, table, problem);
    }

    [LoggerMessage(4001, LogLevel.Error, "Row {Row} of table {Table}: {Problem}")]
    private static partial void BadRow(ILogger logger, string row, string table, string problem);
}
