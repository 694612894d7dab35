using System.Buffers;
using System.Diagnostics;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>One message on its way from the client into the spool: nothing of it is kept here.</summary>
internal sealed class IncomingMessage(
    Envelope envelope, int hopLimit, Func<Refusal, SmtpReply> refuse, FingerprintBuilder fingerprint, ISpoolWriter writer, Acceptor acceptor, SpoolHealth health, Activity? activity,
    TimeProvider time, ILogger logger, CancellationToken clientGone) : ISmtpMessage
{
    private readonly long _started = time.GetTimestamp();
    private readonly HopCounter _hops = new();
    private long _size;
    private string _outcome = "aborted";
    private Acceptance? _acceptance;

    public QueueId QueueId => envelope.QueueId;

    public async ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        Observe(content);
        foreach (var segment in content)
        {
            await StoreAsync(segment, cancellationToken);
        }
    }

    /// <summary>Half of <see cref="WriteAsync"/>: content as the client sent it, for its fingerprint and size.</summary>
    public void Observe(in ReadOnlySequence<byte> content)
    {
        fingerprint.Append(content);
        _hops.Read(content);
        _size += content.Length;
    }

    /// <summary>The other half: content as it is spooled.</summary>
    public async ValueTask StoreAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(content, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _outcome = "failed";
            health.Failed();
            GatewayLog.NotSpooled(logger, envelope.QueueId, "write", e.Message);
            throw;
        }
    }

    public async ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken)
    {
        // RFC 5321 §6.3. With our own field there is one more.
        if (_hops.Hops + 1 > hopLimit)
        {
            _outcome = "refused";
            return refuse(new Refusal(GatewayReplies.TooManyHops, "too-many-hops", $"{_hops.Hops} Received fields"));
        }

        _acceptance = await acceptor.AcceptAsync(writer, envelope.QueueId, fingerprint.Finish(), clientGone);
        if (_acceptance.QueueId is not { } queueId)
        {
            _outcome = "failed";
            activity?.SetStatus(ActivityStatusCode.Error);
            return GatewayReplies.NotAccepted;
        }

        _outcome = "accepted";
        if (writer.Held)
        {
            AccessLog.Held(logger, queueId);
        }

        GatewayLog.Accepted(
            logger, queueId, envelope.ReversePath?.ToString() ?? "", _size, envelope.Recipients.Count, envelope.ClientAddress, envelope.Helo,
            envelope.Protocol, (int)time.GetElapsedTime(_started).TotalMilliseconds);
        return GatewayReplies.Accepted(queueId);
    }

    public void Answered() => _acceptance?.Handling?.Finish();

    public async ValueTask DisposeAsync()
    {
        if (_acceptance is { QueueId: { } queueId, Handling: { Ended.IsCompleted: false } handling })
        {
            GatewayLog.NotAnswered(logger, queueId);
            handling.PutBack();
        }

        fingerprint.Dispose();
        GatewayMetrics.Messages.Add(1, new KeyValuePair<string, object?>("outcome", _outcome));
        GatewayMetrics.Bytes.Add(_size);
        activity?.SetTag("mail.size", _size).SetTag("mail.outcome", _outcome);
        activity?.Dispose();
        await writer.DisposeAsync();
    }
}
