using System.Globalization;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Rows of table <c>Messages</c>, partition key the queue id: one with row key <c>message</c>, whose presence means that the message has a
/// disposition, and one <c>r:&lt;place, 4 digits&gt;</c> per recipient.
/// </summary>
internal static class MessageRow
{
    public const string RowKey = "message";
    public const string RecipientPrefix = "r:";

    // A Subject or Message-ID field can be as long as the header; this much identifies it.
    private const int MaxField = 2000;

    public static TableEntity Write(MessageRecord record)
    {
        var row = new TableEntity(record.QueueId.ToString(), RowKey)
        {
            ["State"] = Name(record.State),
            ["ReversePath"] = record.ReversePath?.ToString() ?? "<>",
            ["MessageId"] = IndexedMessageId(record.MessageId),
            ["Subject"] = LongText.Cut(record.Subject, MaxField),
            ["Size"] = record.Size,
            ["UpdatedAt"] = record.UpdatedAt,
            ["Attempts"] = record.Attempts,
        };
        if (record.NextAttemptAt is { } next)
        {
            row["NextAttemptAt"] = next;
        }

        if (record.ReleasedBy.Length > 0)
        {
            row["ReleasedBy"] = LongText.Cut(record.ReleasedBy, MaxField);
        }

        if (record.ReleasedAt is { } released)
        {
            row["ReleasedAt"] = released;
        }

        LongText.Set(row, "Detail", record.Detail);
        return row;
    }

    public static TableEntity Write(QueueId queueId, RecipientRecord recipient)
    {
        var row = new TableEntity(queueId.ToString(), string.Create(CultureInfo.InvariantCulture, $"{RecipientPrefix}{recipient.Place:D4}"))
        {
            ["Address"] = recipient.Address.ToString(),
            ["Outcome"] = Name(recipient.Outcome),
            ["At"] = recipient.At,
        };
        LongText.Set(row, "Detail", recipient.Detail);
        LongText.SetList(row, "Deliveries", recipient.Deliveries);
        return row;
    }

    public static string IndexedMessageId(string messageId) => LongText.Cut(messageId, MaxField);

    public static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <param name="rows">Of one partition. <c>null</c> without a row <c>message</c>.</param>
    public static MessageRecord? Read(IReadOnlyList<TableEntity> rows)
    {
        var row = rows.FirstOrDefault(candidate => candidate.RowKey == RowKey);
        return row is not null && QueueId.TryParse(row.PartitionKey, out var queueId)
            ? new MessageRecord
            {
                QueueId = queueId,
                // Only a hand can have written anything else; then a person has to look.
                State = Enum.TryParse<MessageState>(Lenient.Text(row, "State"), ignoreCase: true, out var state) ? state : MessageState.Held,
                ReversePath = Address(row, "ReversePath"),
                MessageId = LongText.Get(row, "MessageId"),
                Subject = LongText.Get(row, "Subject"),
                Size = Lenient.Number(row, "Size"),
                UpdatedAt = Lenient.Time(row, "UpdatedAt") ?? row.Timestamp ?? default,
                Attempts = (int)Math.Clamp(Lenient.Number(row, "Attempts"), 0, int.MaxValue),
                NextAttemptAt = Lenient.Time(row, "NextAttemptAt"),
                Detail = LongText.Get(row, "Detail"),
                ReleasedBy = Lenient.Text(row, "ReleasedBy") ?? "",
                ReleasedAt = Lenient.Time(row, "ReleasedAt"),
                Recipients = [.. rows.Select(Recipient).OfType<RecipientRecord>().OrderBy(recipient => recipient.Place)],
            }
            : null;
    }

    /// <summary><c>null</c> for a row that cannot be read: its recipient then counts as not recorded, and delivering again changes nothing.</summary>
    private static RecipientRecord? Recipient(TableEntity row) =>
        row.RowKey.StartsWith(RecipientPrefix, StringComparison.Ordinal)
        && int.TryParse(row.RowKey.AsSpan(RecipientPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        && Address(row, "Address") is { } address
        && Enum.TryParse<RecipientOutcome>(Lenient.Text(row, "Outcome"), ignoreCase: true, out var outcome)
            ? new RecipientRecord
            {
                Place = place,
                Address = address,
                Outcome = outcome,
                Detail = LongText.Get(row, "Detail"),
                Deliveries = LongText.GetList(row, "Deliveries"),
                At = Lenient.Time(row, "At") ?? row.Timestamp ?? default,
            }
            : null;

    private static MailAddress? Address(TableEntity row, string column) =>
        Lenient.Text(row, column) is { } text && MailAddressParser.TryParse(text, out var address, out _) ? address : null;
}
