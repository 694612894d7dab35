using System.Buffers;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// A submitted message on its way in: its header is held back until it is whole, judged and completed; the body streams on as it comes. A message that
/// is refused is read to its end and leaves nothing.
/// </summary>
internal sealed class SubmittedMessage(
    IncomingMessage inner, AccountEntry account, HeaderPolicy policy, Refusals refusals, SmtpSessionInfo session, SmtpTransaction transaction,
    TimeProvider time) : ISmtpMessage
{
    private readonly ArrayBufferWriter<byte> _held = new(4096);
    private Refusal? _refusal;
    private bool _isBody;

    public async ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        // Over what the client sends, not over what we make of it: its second attempt would get another Date.
        inner.Observe(content);
        if (_isBody)
        {
            await StoreAsync(content, cancellationToken);
            return;
        }

        foreach (var segment in content)
        {
            _held.Write(segment.Span);
        }

        if (TryFindBody(out var headerEnd, out var bodyStart))
        {
            await EndHeaderAsync(headerEnd, bodyStart, cancellationToken);
        }
        else if (_held.WrittenCount > SubmittedHeader.MaxSize)
        {
            Refuse(new Refusal(SubmissionReplies.HeaderTooBig, "header-too-big"));
        }
    }

    public async ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken)
    {
        if (!_isBody)
        {
            // RFC 5322 §3.5: a message may be a header and nothing else.
            await EndHeaderAsync(_held.WrittenCount, _held.WrittenCount, cancellationToken);
        }

        return _refusal is null ? await inner.CommitAsync(cancellationToken) : refusals.Answer(_refusal, session, transaction);
    }

    public void Answered()
    {
        if (_refusal is null)
        {
            inner.Answered();
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private bool TryFindBody(out int headerEnd, out int bodyStart)
    {
        var held = _held.WrittenSpan;
        var empty = held.StartsWith("\r\n"u8) ? 0 : held.IndexOf("\r\n\r\n"u8);
        headerEnd = empty <= 0 ? 0 : empty + 2;
        bodyStart = headerEnd;
        return empty >= 0;
    }

    private async ValueTask EndHeaderAsync(int headerEnd, int bodyStart, CancellationToken cancellationToken)
    {
        _isBody = true;
        if (headerEnd > SubmittedHeader.MaxSize)
        {
            Refuse(new Refusal(SubmissionReplies.HeaderTooBig, "header-too-big"));
        }
        else if (!SubmittedHeader.TryParse(_held.WrittenMemory[..headerEnd], out var header, out var problem))
        {
            Refuse(new Refusal(SubmissionReplies.HeaderMalformed, "header-malformed", problem));
        }
        else if (await policy.CheckAsync(account, header, cancellationToken) is { } refusal)
        {
            Refuse(refusal);
        }
        else
        {
            await inner.StoreAsync(policy.Rewrite(header, inner.QueueId, time.GetUtcNow()), cancellationToken);
            // From the empty line on; a header without body has none.
            await inner.StoreAsync(_held.WrittenMemory[bodyStart..], cancellationToken);
        }

        _held.ResetWrittenCount();
    }

    private void Refuse(Refusal refusal)
    {
        _isBody = true;
        _refusal = refusal;
        _held.ResetWrittenCount();
    }

    private async ValueTask StoreAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        if (_refusal is not null)
        {
            return;
        }

        foreach (var segment in content)
        {
            await inner.StoreAsync(segment, cancellationToken);
        }
    }
}
