using System.Text.Json;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>A row of table <c>Outbound</c>: partition key the destination (<see cref="TableKey"/>), row key the job id.</summary>
internal static class OutboundRow
{
    public static TableEntity Write(OutboundJob job)
    {
        var row = new TableEntity(TableKey.Encode(job.Destination), TableKey.Encode(job.JobId))
        {
            ["QueueId"] = job.QueueId.ToString(),
            ["ReversePath"] = job.ReversePath?.ToString() ?? "<>",
            ["CreatedAt"] = job.CreatedAt,
            ["State"] = job.State,
            ["Attempts"] = job.Attempts,
        };
        if (job.ForwardedBy is { } forwarder)
        {
            row["ForwardedBy"] = forwarder.ToString();
        }

        if (job.NextAttemptAt is { } next)
        {
            row["NextAttemptAt"] = next;
        }

        if (job.LastReply is { } reply)
        {
            LongText.Set(row, "LastReply", reply);
        }

        LongText.Set(row, "Recipients", JsonSerializer.Serialize(job.Recipients, TextJson.Default.IReadOnlyListOutboundRecipient));
        return row;
    }

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
                ForwardedBy = Lenient.Text(row, "ForwardedBy") is { Length: > 0 } forwarder ? MailAddress.Parse(forwarder) : null,
                Recipients = JsonSerializer.Deserialize(LongText.Get(row, "Recipients"), TextJson.Default.IReadOnlyListOutboundRecipient) ?? [],
                CreatedAt = Lenient.Time(row, "CreatedAt") ?? default,
                State = Lenient.Text(row, "State") ?? "queued",
                Attempts = (int)Math.Clamp(Lenient.Number(row, "Attempts"), 0, int.MaxValue),
                NextAttemptAt = Lenient.Time(row, "NextAttemptAt"),
                LastReply = LongText.Get(row, "LastReply") is { Length: > 0 } reply ? reply : null,
            };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new FormatException($"Row {row.PartitionKey} {row.RowKey} of table Outbound cannot be read: {e.Message}", e);
        }
    }
}
