using System.Globalization;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Mail.Core;

namespace Mail.Azure;

/// <summary>A queue's text as an AMQP message and back, with the annotations that Service Bus gives messages.</summary>
internal static class ServiceBusMessage
{
    /// <summary>As a storage queue has it, so that either queue can be chosen.</summary>
    public const int MaxBody = 48 * 1024;

    private static readonly Symbol ScheduledEnqueueTime = "x-opt-scheduled-enqueue-time";
    private static readonly Symbol LockedUntilTime = "x-opt-locked-until";
    private static readonly Symbol EnqueuedTime = "x-opt-enqueued-time";
    private static readonly Symbol SequenceNumber = "x-opt-sequence-number";
    private static readonly Symbol State = "x-opt-message-state";

    /// <param name="id">The same for each attempt at one send: the broker drops a second copy when duplicate detection is on.</param>
    public static Message Write(string id, byte[] body, TimeSpan delay, DateTimeOffset now)
    {
        var message = new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties { MessageId = id, CreationTime = now.UtcDateTime },
            BodySection = new Data { Binary = body },
        };
        if (delay > TimeSpan.Zero)
        {
            message.MessageAnnotations = new MessageAnnotations { [ScheduledEnqueueTime] = (now + delay).UtcDateTime };
        }

        return message;
    }

    /// <param name="receipt">Empty for one that was only looked at.</param>
    public static WorkItem Read(Message message, string receipt) => new(
        IdOf(message),
        receipt,
        BodyOf(message),
        // delivery-count is the number of earlier tries (AMQP 1.0 §3.2.1); one that is only looked at is not counted.
        (int)Math.Min(message.Header?.DeliveryCount ?? 0, int.MaxValue - 1) + (receipt.Length == 0 ? 0 : 1),
        SentAt(message));

    /// <summary>What settles and renews it at the broker; <c>null</c> when the broker's locks last as long as the link.</summary>
    public static (Guid Token, DateTimeOffset Until)? LockOf(Message message) =>
        message.DeliveryTag is { Length: 16 } tag && message.MessageAnnotations?[LockedUntilTime] is DateTime until
            ? (new Guid(tag), new DateTimeOffset(until.ToUniversalTime()))
            : null;

    /// <summary>Of a peeked message: it is neither scheduled for later (2) nor put aside (1).</summary>
    public static bool IsVisible(Message message) => AmqpNumber.Read(message.MessageAnnotations?[State]) is null or 0;

    public static long SequenceNumberOf(Message message) => message.MessageAnnotations?[SequenceNumber] is long and >= 0 and var number ? number : -1;

    private static string IdOf(Message message) => SequenceNumberOf(message) is >= 0 and var number
        ? number.ToString(CultureInfo.InvariantCulture)
        : AmqpDecoding.Try(() => message.Properties?.GetMessageId())?.ToString() ?? "";

    /// <summary>
    /// Empty for what we never send: the function finds it unreadable, and it goes to the dead letters as it is. A value is not even looked at: the library
    /// decodes it only then, and of twelve octets makes an array of two thousand million elements.
    /// </summary>
    private static string BodyOf(Message message) =>
        message.BodySection is Data { Binary.Length: <= MaxBody } data ? Encoding.UTF8.GetString(data.Binary) : "";

    private static DateTimeOffset SentAt(Message message)
    {
        var time = message.Properties?.CreationTime is { Ticks: > 0 } created ? created : message.MessageAnnotations?[EnqueuedTime] as DateTime?;
        return time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : default;
    }
}
