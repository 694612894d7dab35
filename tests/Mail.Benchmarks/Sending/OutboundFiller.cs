using System.Text;
using Mail.Core;

namespace Mail.Benchmarks;

/// <summary>Puts messages into the outbound queue as the message flow leaves them there: spooled, recorded, one job for one address.</summary>
internal sealed class OutboundFiller(ISpool spool, IMessageLog log, IOutboundQueue queue)
{
    public async Task AddAsync(string recipient, ReadOnlyMemory<byte> content)
    {
        var envelope = new Envelope
        {
            QueueId = QueueId.New(TimeProvider.System),
            ReversePath = MailAddress.Parse("alice@example.test"),
            Recipients = [new EnvelopeRecipient { Address = MailAddress.Parse(recipient) }],
            ArrivedAt = DateTimeOffset.UtcNow,
            MayRelay = true,
        };
        await using (var writer = await spool.BeginAsync(envelope, CancellationToken.None))
        {
            await writer.WriteAsync(content, CancellationToken.None);
            await writer.CommitAsync(CancellationToken.None);
        }

        var job = JobFor(envelope);
        await log.RecordAsync(RecordOf(envelope, job), CancellationToken.None);
        await queue.EnqueueAsync(job, CancellationToken.None);
    }

    public static byte[] Message(int size, string id)
    {
        var text = new StringBuilder($"From: <alice@example.test>\r\nTo: <bob@other.test>\r\nSubject: benchmark\r\nMessage-ID: <{id}@example.test>\r\n\r\n");
        while (text.Length < size)
        {
            text.Append('x', 70).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static OutboundJob JobFor(Envelope envelope) => new()
    {
        JobId = envelope.QueueId + "-1",
        QueueId = envelope.QueueId,
        Destination = envelope.Recipients[0].Address.Domain,
        ReversePath = envelope.ReversePath,
        Recipients = [new OutboundRecipient(envelope.Recipients[0].Address, 1)],
        CreatedAt = envelope.ArrivedAt,
    };

    private static MessageRecord RecordOf(Envelope envelope, OutboundJob job) => new()
    {
        QueueId = envelope.QueueId,
        State = MessageState.Delivered,
        ReversePath = envelope.ReversePath,
        UpdatedAt = envelope.ArrivedAt,
        Recipients =
        [
            new RecipientRecord
            {
                Place = 1,
                Address = envelope.Recipients[0].Address,
                Outcome = RecipientOutcome.Queued,
                Deliveries = [job.DeliveryText],
                At = envelope.ArrivedAt,
            },
        ],
    };
}
