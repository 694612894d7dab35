using Mail.Core;

namespace Mail.Transport;

/// <summary>One MAIL with its recipients, and what became of each.</summary>
internal sealed class Transaction(Attempt attempt, IReadOnlyList<SendRecipient> recipients)
{
    private readonly Dictionary<MailAddress, RecipientResult> _results = [];

    public SendRequest Request => attempt.Request;

    public IReadOnlyList<SendRecipient> Recipients => recipients;

    public OutgoingContent Content => attempt.Content;

    /// <summary>For the reply to the whole message: a server that has it is listened to, whoever wants to stop.</summary>
    public CancellationToken Deadline => attempt.Deadline;

    /// <summary>The content has begun to leave: from here on the server may have it without our knowing.</summary>
    public bool ContentBegun { get; set; }

    public IReadOnlyCollection<RecipientResult> Results => _results.Values;

    /// <summary>Those about whom nothing is known yet.</summary>
    public IEnumerable<SendRecipient> Open => recipients.Where(recipient => !_results.ContainsKey(recipient.Address));

    public bool NeedsUtf8 => Request.SmtpUtf8 || Request.ReversePath is { NeedsSmtpUtf8: true } || recipients.Any(recipient => recipient.Address.NeedsSmtpUtf8);

    /// <param name="isToRcpt">As in <see cref="RecipientResult.IsToRcpt"/>.</param>
    public void Answered(SendRecipient recipient, SmtpReply reply, string host, bool isToRcpt = false) => _results[recipient.Address] = new(
        recipient.Address,
        reply.IsPositive ? SendOutcome.Sent : reply.IsPermanent ? SendOutcome.Permanent : SendOutcome.Temporary,
        reply.Status,
        $"host {host} said: {reply.Code} {reply.Text}",
        reply.ToRemote(host))
    {
        IsToRcpt = isToRcpt,
    };

    public void AnsweredAll(SmtpReply reply, string host) => Open.ToList().ForEach(recipient => Answered(recipient, reply, host));

    public void Fail(SendRecipient recipient, bool isPermanent, string status, string reason) => _results[recipient.Address] =
        new(recipient.Address, isPermanent ? SendOutcome.Permanent : SendOutcome.Temporary, status, reason);

    public void FailAll(bool isPermanent, string status, string reason) =>
        Open.ToList().ForEach(recipient => Fail(recipient, isPermanent, status, reason));
}
