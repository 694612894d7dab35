using System.Buffers;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>A message that a rule wants thrown away: read to its end and answered like any other, and nothing is kept.</summary>
internal sealed class DiscardedMessage(SmtpSessionInfo session, SmtpTransaction transaction, QueueId queueId, ILogger logger) : ISmtpMessage
{
    private long _size;
    private string _outcome = "aborted";

    public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        _size += content.Length;
        return default;
    }

    public ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken)
    {
        _outcome = "discarded";
        AccessLog.Discarded(logger, queueId, transaction.ReversePath, _size, session.ClientAddress, session.Helo);
        return new(GatewayReplies.Accepted(queueId));
    }

    public void Answered()
    {
        // Nothing is kept that could be forgotten now.
    }

    public ValueTask DisposeAsync()
    {
        GatewayMetrics.Messages.Add(1, new KeyValuePair<string, object?>("outcome", _outcome));
        GatewayMetrics.Bytes.Add(_size);
        return default;
    }
}
