using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Tells of bad rows while a whole table is read: in the log, and in their <c>Problem</c> column.</summary>
internal sealed partial class RowReporter(TableClient table, ILogger logger)
{
    /// <summary>A table that was filled with nonsense is corrected little by little: reading it must not take long.</summary>
    private const int MaxWrites = 20;

    private readonly DirectoryReports _reports = new(logger);

    public async Task ReportAsync(IEnumerable<(TableEntity Row, string? Problem)> rows)
    {
        var writes = 0;
        foreach (var (row, problem) in rows)
        {
            _reports.Report(table.Name, DirectoryReports.RowName(row), problem);
            if (writes < MaxWrites && Lenient.Text(row, ProblemColumn.Name) != problem)
            {
                writes++;
                await NoteAsync(row, problem);
            }
        }
    }

    private async Task NoteAsync(TableEntity row, string? problem)
    {
        try
        {
            await table.NoteProblemAsync(row, problem, CancellationToken.None);
        }
        catch (StorageUnavailableException e)
        {
            // The rows have been read all the same; the next time tries again.
            NotNoted(logger, DirectoryReports.RowName(row), table.Name, e.Message);
        }
    }

    [LoggerMessage(4006, LogLevel.Warning, "The Problem column of row {Row} of table {Table} could not be written ({Reason})")]
    private static partial void NotNoted(ILogger logger, string row, string table, string reason);
}
