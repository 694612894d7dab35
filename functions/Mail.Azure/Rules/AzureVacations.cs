using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Table <c>Vacations</c>: partition key the account's id, row key a hash of handle and sender; columns <c>Message</c>, <c>Expires</c>, and
/// <c>Handle</c> and <c>Sender</c> for people.
/// </summary>
public sealed class AzureVacations : IVacations
{
    private const int MaxPruned = 5000;

    // What is only shown.
    private const int MaxShown = 500;

    private readonly TableClient _table;

    internal AzureVacations(StorageConnection connection) => _table = connection.Tables.GetTableClient("Vacations");

    public async ValueTask<bool> TryAnswerAsync(VacationAnswer answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = Write(answer);
        while (true)
        {
            var earlier = await _table.FindRowAsync(row.PartitionKey, row.RowKey, cancellationToken);
            if (earlier is not null && Lenient.Time(earlier, "Expires") > now)
            {
                return Lenient.Text(earlier, "Message") == answer.Message.ToString();
            }

            // Whose answer is lost on the way finds his own message the next time round.
            if (await _table.TryWriteRowAsync(row, earlier?.ETag, cancellationToken))
            {
                return true;
            }
        }
    }

    public async ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await _table.PruneAsync(TableFilter.TimeBefore("Expires", now), MaxPruned, cancellationToken);

    private static TableEntity Write(VacationAnswer answer) =>
        new(answer.AccountId, MemoryKey.Of(answer.Handle, answer.Sender.ToString().ToLowerInvariant()))
        {
            ["Message"] = answer.Message.ToString(),
            ["Expires"] = answer.Until,
            ["Handle"] = LongText.Cut(answer.Handle, MaxShown),
            ["Sender"] = answer.Sender.ToString(),
        };
}
