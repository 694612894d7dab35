using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;

namespace Mail.Azure;

/// <summary>
/// Requests to a node that answers, such as <c>$cbs</c> and <c>outbound/$management</c>: a pair of links; an answer names its request in
/// correlation-id (AMQP Management §3.2).
/// </summary>
internal sealed class AmqpRequests
{
    /// <summary>Answers that may be under way at once.</summary>
    private const int Credit = 100;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> _waiting = new(StringComparer.Ordinal);
    private readonly SenderLink _sender;
    private readonly ReceiverLink _receiver;
    private readonly string _replyTo;
    private readonly TimeSpan _timeout;

    private AmqpRequests(SenderLink sender, ReceiverLink receiver, string replyTo, TimeSpan timeout)
    {
        _sender = sender;
        _receiver = receiver;
        _replyTo = replyTo;
        _timeout = timeout;
        _receiver.AddClosedCallback((_, error) => FailAll(error));
        _receiver.Start(Credit, OnAnswer);
    }

    public bool IsOpen => !_sender.IsClosed && !_receiver.IsClosed;

    public static async Task<AmqpRequests> OpenAsync(Session session, string node, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var replyTo = $"reply-{Guid.NewGuid():N}";
        var receiver = await AmqpLinks.ReceiverAsync(session, node, replyTo, timeout, cancellationToken);
        return new AmqpRequests(await AmqpLinks.SenderAsync(session, node, timeout, cancellationToken), receiver, replyTo, timeout);
    }

    public void Close()
    {
        AmqpLinks.Close(_sender);
        AmqpLinks.Close(_receiver);
    }

    /// <exception cref="TimeoutException">No answer.</exception>
    public async Task<AmqpAnswer> AskAsync(Message request, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        request.Properties = new Properties { MessageId = id, ReplyTo = _replyTo };
        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            await _sender.SendAsync(request, _timeout).WaitAsync(_timeout, cancellationToken);
            return new AmqpAnswer(await answer.Task.WaitAsync(_timeout, cancellationToken));
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    private void OnAnswer(IReceiverLink link, Message answer)
    {
        link.Accept(answer);
        // An answer that nobody waits for any more is dropped.
        if (AmqpDecoding.Try(() => answer.Properties?.GetCorrelationId())?.ToString() is { } id && _waiting.TryRemove(id, out var waiting))
        {
            waiting.TrySetResult(answer);
        }
    }

    private void FailAll(Error? error)
    {
        foreach (var waiting in _waiting.Values)
        {
            waiting.TrySetException(new AmqpException(error ?? new Error(ErrorCode.DetachForced) { Description = "the link was closed" }));
        }
    }
}
