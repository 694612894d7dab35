using System.Buffers;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>A message that is refused whatever is in it: read to its end, for only then may the reply be given (RFC 5321 §4.2.5), and nothing is kept.</summary>
internal sealed class RefusedMessage(Func<SmtpReply> refuse) : ISmtpMessage
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
        _outcome = "refused";
        return new(refuse());
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
