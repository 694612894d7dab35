using System.Text.Json;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A message's row: <c>Folder</c>, <c>Uid</c>, <c>Blob</c>, <c>From</c>, <c>To</c>, <c>Subject</c>, <c>Date</c>, <c>Size</c>, <c>Preview</c>,
/// <c>Attachments</c>, <c>MessageId</c>, <c>References</c>, <c>Flags</c>, <c>ReceivedAt</c>, and <c>Decision</c> as JSON;
/// <c>Class</c> and <c>Score</c> when the filter was asked; <c>MovedBy</c> and <c>MovedFrom</c> when something has moved it.
/// </summary>
internal static class MessageIndexRow
{
    // Summaries come cut to a bound; this one keeps a row under 300 KiB whatever they are, so that several fit a transaction.
    private const int MaxText = 8 * 1024;

    // The first day that a table knows (Understanding the Table service data model, Edm.DateTime).
    private static readonly DateTimeOffset FirstDate = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TableEntity Write(MailboxDelivery delivery, MailFolder folder, string folderKey, uint uid, long size)
    {
        var summary = delivery.Summary;
        var row = new TableEntity(delivery.AccountId, MailboxKeys.Message(folderKey, uid))
        {
            ["Folder"] = folder.Name,
            ["Uid"] = (long)uid,
            ["Blob"] = MailboxKeys.Blob(delivery.DeliveryId),
            ["From"] = LongText.Cut(summary.From, MaxText),
            ["To"] = LongText.Cut(summary.To, MaxText),
            ["Subject"] = LongText.Cut(summary.Subject, MaxText),
            ["Size"] = size,
            ["Preview"] = LongText.Cut(summary.Preview, MaxText),
            ["MessageId"] = LongText.Cut(summary.MessageId, MaxText),
            ["Flags"] = LongText.Cut(string.Join(' ', delivery.Flags), MaxText),
            ["ReceivedAt"] = delivery.ReceivedAt,
        };
        if (summary.Date >= FirstDate)
        {
            row["Date"] = summary.Date;
        }

        if (delivery.Decision.Screening is { Class: { } name, Score: { } score })
        {
            // Also in the decision; here for whoever sorts rows in a table.
            (row["Class"], row["Score"]) = (name, score);
        }

        LongText.SetList(row, "Attachments", summary.Attachments);
        LongText.SetList(row, "References", summary.References);
        LongText.Set(row, "Decision", JsonSerializer.Serialize(delivery.Decision, TextJson.Default.DecisionRecord));
        return row;
    }

    /// <summary>The row of a message that moves: everything that the row has, also what others may have added to it.</summary>
    /// <param name="row">As it was read.</param>
    /// <param name="message">Where it goes.</param>
    public static TableEntity Moved(TableEntity row, MailboxMessage message, string folderKey)
    {
        var moved = new TableEntity(row) { PartitionKey = row.PartitionKey, RowKey = MailboxKeys.Message(folderKey, message.Uid) };
        moved["Folder"] = message.Folder;
        moved["Uid"] = (long)message.Uid;
        moved.Remove("MovedBy");
        moved.Remove("MovedFrom");
        if (message is { MovedBy: { } by, MovedFrom: { } from })
        {
            (moved["MovedBy"], moved["MovedFrom"]) = (by, from);
        }

        LongText.Set(moved, "Decision", JsonSerializer.Serialize(message.Decision, TextJson.Default.DecisionRecord));
        return moved;
    }

    /// <summary><c>null</c> for a row whose key or blob is no message of ours; a check of the mailbox names it.</summary>
    public static MailboxMessage? Read(TableEntity row) =>
        MailboxKeys.TryReadMessage(row.RowKey, out var folderKey, out var uid) && DeliveryId(row) is { } id
            ? new MailboxMessage
            {
                Id = id,
                Folder = Lenient.Text(row, "Folder") ?? folderKey,
                Uid = uid,
                Summary = Summary(row),
                Size = Lenient.Number(row, "Size"),
                ReceivedAt = Lenient.Time(row, "ReceivedAt") ?? default,
                Flags = Lenient.Text(row, "Flags")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                Decision = Decision(LongText.Get(row, "Decision")),
                MovedBy = Lenient.Text(row, "MovedBy"),
                MovedFrom = Lenient.Text(row, "MovedFrom"),
            }
            : null;

    public static string? DeliveryId(TableEntity row) =>
        Lenient.Text(row, "Blob") is { } blob && blob.EndsWith(MailboxKeys.BlobExtension, StringComparison.Ordinal)
            ? blob[..^MailboxKeys.BlobExtension.Length]
            : null;

    /// <summary>About how many bytes the row takes in a request: UTF-8 and JSON make at most six octets of one UTF-16 unit.</summary>
    public static int Size(TableEntity row) =>
        500 + row.Sum(column => column.Key.Length + 30 + (column.Value is string text ? JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length : 30));

    private static MessageSummary Summary(TableEntity row) => new()
    {
        From = LongText.Get(row, "From"),
        To = LongText.Get(row, "To"),
        Subject = LongText.Get(row, "Subject"),
        Date = Lenient.Time(row, "Date"),
        MessageId = LongText.Get(row, "MessageId"),
        References = LongText.GetList(row, "References"),
        Preview = LongText.Get(row, "Preview"),
        Attachments = LongText.GetList(row, "Attachments"),
    };

    private static DecisionRecord Decision(string json)
    {
        try
        {
            return json.Length == 0 ? new DecisionRecord() : JsonSerializer.Deserialize(json, TextJson.Default.DecisionRecord) ?? new DecisionRecord();
        }
        catch (JsonException)
        {
            // Changed by hand: shown as it stands.
            return new DecisionRecord { Sort = json };
        }
    }
}
