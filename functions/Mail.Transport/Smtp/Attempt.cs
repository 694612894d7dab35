using Mail.Core;

namespace Mail.Transport;

/// <summary>What is known so far of one attempt: a server's later word replaces an earlier "not now".</summary>
/// <param name="deadline">Ends the wait for the reply to a whole message, which nothing else may end.</param>
internal sealed class Attempt(SendRequest request, CancellationToken deadline)
{
    /// <summary>RFC 8689 §5, as an answer that another server may better.</summary>
    public const string RequireTlsFailed = "5.7.30";

    private readonly Dictionary<MailAddress, RecipientResult> _results = [];
    private SendScope _scope = SendScope.Destination;
    private SmtpSession? _last;
    private string? _tls;
    private bool _supportsDsn;

    public SendRequest Request => request;

    public CancellationToken Deadline => deadline;

    public OutgoingContent Content { get; } = new(request);

    public bool HasSent => _results.Values.Any(result => result.Outcome == SendOutcome.Sent);

    /// <summary>Those for whom another server may be asked.</summary>
    public IReadOnlyList<SendRecipient> Pending =>
        [.. request.Recipients.Where(recipient => !_results.TryGetValue(recipient.Address, out var result) || result.Outcome == SendOutcome.Temporary)];

    /// <summary>A server has spoken about the message, well or ill.</summary>
    public void Add(SmtpSession session, IEnumerable<RecipientResult> results)
    {
        _last = session;
        (_tls, _supportsDsn) = (session.Tls, session.Supports("DSN"));
        _scope = session.IsClosed ? SendScope.Destination : SendScope.Message;
        foreach (var result in results)
        {
            _results[result.Address] = result;
        }
    }

    /// <summary>Nothing was said about the message: whoever has no result gets this one.</summary>
    public void NobodyThere(bool isPermanent, string status, string reason, RemoteReply? reply = null)
    {
        _scope = isPermanent ? SendScope.Message : SendScope.Destination;
        foreach (var recipient in Pending)
        {
            _results[recipient.Address] = new RecipientResult(
                recipient.Address, isPermanent ? SendOutcome.Permanent : SendOutcome.Temporary, status, reason, reply);
        }
    }

    /// <summary>From outside, when some had it already: the others come again.</summary>
    public void Stopped()
    {
        foreach (var recipient in request.Recipients.Where(recipient => !_results.ContainsKey(recipient.Address)))
        {
            // RFC 3463 §3.4: 4.3.2, system not accepting messages: ours, as it stops.
            _results[recipient.Address] = new RecipientResult(recipient.Address, SendOutcome.Temporary, "4.3.2", "the attempt was stopped before this recipient");
        }
    }

    public SendResult ToResult() => new()
    {
        Recipients = [.. request.Recipients.Select(recipient => Final(recipient.Address))],
        Scope = _scope,
        Host = _last?.Key.Hop.Host,
        Address = _last?.Key.Hop.Address.ToString(),
        Tls = _tls,
        SupportsDsn = _supportsDsn,
    };

    private RecipientResult Final(MailAddress address)
    {
        if (!_results.TryGetValue(address, out var result))
        {
            // The server left before their turn came.
            return new RecipientResult(address, SendOutcome.Temporary, "4.4.2", "the server closed the connection before this recipient");
        }

        // RFC 8689 §4.2.1: other servers have been asked; where none of them could keep the promise, the message goes back.
        return result.Status == RequireTlsFailed ? result with { Outcome = SendOutcome.Permanent } : result;
    }
}
