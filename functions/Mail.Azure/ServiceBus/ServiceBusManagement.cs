using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Mail.Azure;

/// <summary>What a queue's node <c>$management</c> is asked: to renew a lock, and to show messages without giving them out.</summary>
internal static class ServiceBusManagement
{
    /// <summary>The end of the new lock; <c>null</c> when the message is no longer ours.</summary>
    /// <exception cref="AmqpException">The answer is neither.</exception>
    public static async Task<DateTimeOffset?> RenewLockAsync(AmqpRequests node, Guid lockToken, CancellationToken cancellationToken)
    {
        var answer = await node.AskAsync(
            Request("com.microsoft:renew-lock", new Map { ["lock-tokens"] = new[] { lockToken } }), cancellationToken);
        return answer.Status switch
        {
            200 when answer["expirations"] is DateTime[] { Length: > 0 } until => new DateTimeOffset(until[0].ToUniversalTime()),
            // Gone: the lock was lost; 404: the message is no more.
            404 or 410 => null,
            _ => throw Unexpected("renew-lock", answer),
        };
    }

    /// <summary>Messages from a sequence number on, lowest first; empty when there are none.</summary>
    public static async Task<IReadOnlyList<Message>> PeekAsync(AmqpRequests node, long from, int max, CancellationToken cancellationToken)
    {
        var answer = await node.AskAsync(
            Request("com.microsoft:peek-message", new Map { ["from-sequence-number"] = from, ["message-count"] = max }), cancellationToken);
        return Peeked(answer);
    }

    /// <exception cref="AmqpException">The answer is no list of messages.</exception>
    internal static IReadOnlyList<Message> Peeked(AmqpAnswer answer) => answer.Status switch
    {
        200 when answer["messages"] is System.Collections.IEnumerable found => [.. found.OfType<Map>().Select(Decode)],
        204 or 404 => [],
        _ => throw Unexpected("peek-message", answer),
    };

    private static Message Decode(Map entry) => entry["message"] is byte[] octets
        ? AmqpDecoding.Decode(octets)
        : throw new AmqpException(ErrorCode.DecodeError, "a peeked message has no content");

    private static Message Request(string operation, Map body) => new()
    {
        ApplicationProperties = new ApplicationProperties { ["operation"] = operation },
        BodySection = new AmqpValue { Value = body },
    };

    private static AmqpException Unexpected(string operation, AmqpAnswer answer) => new(
        answer.Status is 401 or 403 ? ErrorCode.UnauthorizedAccess : ErrorCode.InternalError,
        $"{operation} was answered {answer.Status} {answer.Description}".TrimEnd());
}
