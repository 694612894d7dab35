using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The column <c>Problem</c>, in which rows that people edit are told what is wrong with them.</summary>
internal static class ProblemColumn
{
    public const string Name = "Problem";

    /// <summary>Writes the column when it does not say what was found, unless the row is being changed at this moment: then the next check does.</summary>
    /// <returns>The problem with the name of its row; <c>null</c> when there is none.</returns>
    public static async Task<DirectoryProblem?> NoteProblemAsync(
        this TableClient table, TableEntity row, string? problem, CancellationToken cancellationToken)
    {
        if (Lenient.Text(row, Name) != problem)
        {
            try
            {
                var change = new TableEntity(row.PartitionKey, row.RowKey) { [Name] = LongText.Cut(problem ?? "") };
                await table.TryMergeRowAsync(change, row.ETag, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // Changed since it was read.
            }
        }

        return problem is null ? null : new DirectoryProblem(table.Name, DirectoryReports.RowName(row), problem);
    }
}
