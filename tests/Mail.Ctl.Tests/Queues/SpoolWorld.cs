using System.Text;
using Mail.Core;

namespace Mail.Ctl.Tests;

/// <summary>Messages on their way, as gateway and flow leave them.</summary>
internal static class SpoolWorld
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Spools a message, and enqueues it unless told otherwise.</summary>
    public static async Task<QueueId> SpoolAsync(this CtlWorld world, bool enqueue = true, params string[] recipients)
    {
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var id = QueueId.New(world.Time);
        var envelope = new Envelope
        {
            QueueId = id,
            ReversePath = MailAddress.Parse("x@sender.test"),
            Recipients = [.. (recipients.Length > 0 ? recipients : ["alice@example.test"]).Select(address => new EnvelopeRecipient { Address = MailAddress.Parse(address) })],
            ArrivedAt = world.Time.GetUtcNow(),
            ClientAddress = "192.0.2.7",
            Helo = "mail.sender.test",
            Protocol = "ESMTP",
        };
        await using (var writer = await world.Storage.Spool.BeginAsync(envelope, Cancellation))
        {
            await writer.WriteAsync(Encoding.ASCII.GetBytes("Subject: hi\r\n\r\nText\r\n"), Cancellation);
            await writer.CommitAsync(Cancellation);
        }

        if (enqueue)
        {
            await new IncomingQueue(world.Storage.Queues).EnqueueAsync(new IncomingPointer(id), TimeSpan.Zero, Cancellation);
        }

        return id;
    }

    /// <summary>Spools a message whose first attempt put it off.</summary>
    public static async Task<QueueId> DeferAsync(this CtlWorld world, string reason = "mailbox alice@example.test is full")
    {
        var id = await world.SpoolAsync(enqueue: false);
        await world.RecordAsync(id, MessageState.Deferred, RecipientOutcome.Deferred, reason, world.Time.GetUtcNow().AddMinutes(5));
        return id;
    }

    public static async Task RecordAsync(
        this CtlWorld world, QueueId id, MessageState state, RecipientOutcome outcome, string detail, DateTimeOffset? next = null, params string[] deliveries) =>
        await world.Storage.Log.RecordAsync(
            new MessageRecord
            {
                QueueId = id,
                State = state,
                ReversePath = MailAddress.Parse("x@sender.test"),
                MessageId = "one@sender.test",
                Subject = "hi",
                Size = 21,
                UpdatedAt = world.Time.GetUtcNow(),
                Attempts = 1,
                NextAttemptAt = next,
                Recipients =
                [
                    new RecipientRecord
                    {
                        Place = 1,
                        Address = MailAddress.Parse("alice@example.test"),
                        Outcome = outcome,
                        Detail = detail,
                        Deliveries = deliveries,
                        At = world.Time.GetUtcNow(),
                    },
                ],
            },
            Cancellation);

    public static async Task PoisonAsync(this CtlWorld world, string queue, string body) =>
        await world.Storage.Queues.Get(QueueNames.Poison(queue)).SendAsync(body, TimeSpan.Zero, Cancellation);

    /// <summary>Everything in a queue, visible or not.</summary>
    public static IReadOnlyList<string> Bodies(this CtlWorld world, string queue) =>
        ((Testing.InMemoryWorkQueue)world.Storage.Queues.Get(queue)).Bodies;
}
