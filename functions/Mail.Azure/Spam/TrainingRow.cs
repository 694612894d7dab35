using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The rows of table <c>Training</c>: what a message is trained as, the steps of the journal, and the head.</summary>
internal static class TrainingRow
{
    // What is only shown.
    private const int MaxShown = 200;

    // Columns of those rows only of which it is true.
    private const string Batch = "Batch";
    private const string Aged = "Aged";

    /// <summary>For a listing without features.</summary>
    public static readonly string[] LabelColumns = ["RowKey", "As", "By", "Source", "TrainedAt", Aged];

    public static TableEntity Ledger(ModelOwner owner, TrainingChange change, CountedMessage to, long sequence)
    {
        var row = new TableEntity(owner.Key, TrainingKeys.Message(change.Key))
        {
            ["Sequence"] = sequence,
            ["TrainedAt"] = change.At,
            ["By"] = LongText.Cut(change.By, MaxShown),
            ["Source"] = LongText.Cut(change.Source, MaxShown),
        };
        Mark(row, Batch, change.IsBatch);
        Mark(row, Aged, change.IsAged);
        CountedColumns.Set(row, "", to);
        return row;
    }

    /// <returns><c>null</c> for a row that a hand has spoiled.</returns>
    public static LedgerEntry? ReadLedger(TableEntity row) =>
        MessageKey.TryParse(row.RowKey[TrainingKeys.Ledger.Length..], out var key) && CountedColumns.Get(row, "") is { } counted
            ? new LedgerEntry
            {
                Key = key,
                Counted = counted,
                Sequence = Lenient.Number(row, "Sequence"),
                TrainedAt = Lenient.Time(row, "TrainedAt") ?? default,
                By = Lenient.Text(row, "By") ?? "",
                Source = Lenient.Text(row, "Source") ?? "",
                IsBatch = row.ContainsKey(Batch),
                IsAged = row.ContainsKey(Aged),
                Version = row.ETag.ToString(),
            }
            : null;

    public static LedgerLabel? ReadLabel(TableEntity row) => ReadLedger(row) is { } entry
        ? new LedgerLabel(entry.Key, entry.Counted.As, entry.By, entry.Source, entry.TrainedAt, entry.IsAged)
        : null;

    public static TableEntity Journal(ModelOwner owner, TrainingChange change, long sequence)
    {
        var row = new TableEntity(owner.Key, TrainingKeys.Step(sequence)) { ["Message"] = change.Key.ToString() };
        if (change.From is { Counted: var from })
        {
            CountedColumns.Set(row, "From", from);
        }

        if (change.To is { } to)
        {
            CountedColumns.Set(row, "To", to, withFeatures: change.From?.Counted.Features.Span.SequenceEqual(to.Features.Span) != true);
        }

        return row;
    }

    /// <returns><c>null</c> for a row that a hand has spoiled.</returns>
    public static JournalEntry? ReadJournal(TableEntity row)
    {
        if (!long.TryParse(row.RowKey.AsSpan(TrainingKeys.Journal.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !MessageKey.TryParse(Lenient.Text(row, "Message"), out var key))
        {
            return null;
        }

        var from = CountedColumns.Get(row, "From");
        return new JournalEntry(sequence, key, from, CountedColumns.Get(row, "To", from?.Features ?? default));
    }

    public static TableTransactionAction Head(ModelOwner owner, long sequence, ETag? read)
    {
        var row = new TableEntity(owner.Key, TrainingKeys.Head) { ["Sequence"] = sequence };
        return read is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, version)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
    }

    private static void Mark(TableEntity row, string column, bool isSet)
    {
        if (isSet)
        {
            row[column] = true;
        }
    }
}
