using System.Text.Json;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>A row of table <c>Outbound</c>: partition key the destination (<see cref="TableKey"/>), row key the job id.</summary>
internal static class OutboundRow
{
    /// <summary>Of the column <c>Recipients</c>, in characters of two octets: an entity has 1 MiB, of which the other columns get an eighth.</summary>
    private const int MaxRecipients = 448 * 1024;

    /// <summary>What is kept of what was said about a recipient, where all of it would be too much. Others' words are up to 1000 characters, six times that in JSON.</summary>
    private const int ShortText = 256;

    public static TableEntity Write(OutboundJob job)
    {
        var row = new TableEntity(TableKey.Encode(job.Destination), TableKey.Encode(job.JobId))
        {
            ["QueueId"] = job.QueueId.ToString(),
            ["ReversePath"] = job.ReversePath?.ToString() ?? "<>",
            ["CreatedAt"] = job.CreatedAt,
            ["State"] = job.State.ToString().ToLowerInvariant(),
            ["Attempts"] = job.Attempts,
        };
        SetTime(row, "NextAttemptAt", job.NextAttemptAt);
        SetTime(row, "LeaseUntil", job.LeaseUntil);
        SetTime(row, "DelayToldAt", job.DelayToldAt);
        SetText(row, "LastReply", job.LastReply);
        SetText(row, "LeaseOwner", job.LeaseOwner);
        SetText(row, "ForwardedBy", job.ForwardedBy?.ToString());
        SetText(row, "Notices", job.Notices.Count == 0 ? null : JsonSerializer.Serialize(job.Notices, TextJson.Default.IReadOnlyListOutboundNotice));
        LongText.Set(row, "Recipients", Recipients(job.Recipients));
        return row;
    }

    /// <summary>A row that the storage refuses for its size would be an outcome that is never written, and the message would be sent again and again.</summary>
    private static string Recipients(IReadOnlyList<OutboundRecipient> recipients)
    {
        var text = JsonSerializer.Serialize(recipients, TextJson.Default.IReadOnlyListOutboundRecipient);
        for (var length = ShortText; text.Length > MaxRecipients && length > 0; length /= 2)
        {
            text = JsonSerializer.Serialize([.. recipients.Select(recipient => Cut(recipient, length))], TextJson.Default.IReadOnlyListOutboundRecipient);
        }

        return text;
    }

    private static OutboundRecipient Cut(OutboundRecipient recipient, int length) => recipient with
    {
        Reply = recipient.Reply is { } reply ? reply with { Text = LongText.Cut(reply.Text, length) } : null,
        Reason = LongText.Cut(recipient.Reason, length),
    };

    /// <exception cref="FormatException">The row is not one of ours, or spoiled by hand; the message names it.</exception>
    public static OutboundJob Read(TableEntity row)
    {
        try
        {
            return new OutboundJob
            {
                JobId = TableKey.Decode(row.RowKey),
                QueueId = QueueId.Parse(Lenient.Text(row, "QueueId") ?? ""),
                Destination = TableKey.Decode(row.PartitionKey),
                ReversePath = Lenient.Text(row, "ReversePath") is { } path and not "<>" ? MailAddress.Parse(path) : null,
                Recipients = JsonSerializer.Deserialize(LongText.Get(row, "Recipients"), TextJson.Default.IReadOnlyListOutboundRecipient) ?? [],
                CreatedAt = Lenient.Time(row, "CreatedAt") ?? default,
                // Only a hand can have written anything else; then a person has to look.
                State = Enum.TryParse<OutboundState>(Lenient.Text(row, "State") ?? "queued", ignoreCase: true, out var state) ? state : OutboundState.Held,
                Attempts = (int)Math.Clamp(Lenient.Number(row, "Attempts"), 0, int.MaxValue),
                NextAttemptAt = Lenient.Time(row, "NextAttemptAt"),
                LastReply = LongText.Get(row, "LastReply") is { Length: > 0 } reply ? reply : null,
                LeaseOwner = Lenient.Text(row, "LeaseOwner"),
                LeaseUntil = Lenient.Time(row, "LeaseUntil"),
                DelayToldAt = Lenient.Time(row, "DelayToldAt"),
                ForwardedBy = Lenient.Text(row, "ForwardedBy") is { } by ? MailAddress.Parse(by) : null,
                Notices = LongText.Get(row, "Notices") is { Length: > 0 } notices
                    ? JsonSerializer.Deserialize(notices, TextJson.Default.IReadOnlyListOutboundNotice) ?? []
                    : [],
                Version = row.ETag.ToString(),
            };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new FormatException($"Row {row.PartitionKey} {row.RowKey} of table Outbound cannot be read: {e.Message}", e);
        }
    }

    private static void SetTime(TableEntity row, string column, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            row[column] = value;
        }
    }

    private static void SetText(TableEntity row, string column, string? text)
    {
        if (text is not null)
        {
            LongText.Set(row, column, text);
        }
    }
}
