using System.Buffers;
using Mail.Core;
using Mail.Gateway;
using Mail.Smtp;

namespace Mail.Fuzz.Session;

/// <summary>Takes everything, in memory and at once; only who may submit is decided as in production. Counts what it took.</summary>
internal sealed class SessionHost(SmtpReply? greeting) : ISmtpHost
{
    private static readonly GatewayOptions Gateway = new() { HostName = "mx.example.test" };

    public SessionAccounts Accounts { get; } = new();

    public List<(string? From, List<string> To)> Transactions { get; } = [];

    /// <summary>What was committed, in order.</summary>
    public List<byte[]> Messages { get; } = [];

    public int Answered { get; private set; }

    /// <summary>Messages that were begun and are not over.</summary>
    public int Open { get; private set; }

    public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => new(greeting);

    public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

    public IReadOnlyList<string> Mechanisms(SmtpSessionInfo session) =>
        session.IsSubmission && SubmissionGate.PermitsPasswords(session, Gateway) ? SessionAccounts.Mechanisms : [];

    public ISaslExchange? BeginAuthentication(SmtpSessionInfo session, string mechanism) => Accounts.Begin(mechanism);

    public ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        BrokenPromiseException.Unless(session.Helo is not null, "a client that sends mail has greeted");
        if (SubmissionGate.Check(session, Gateway) is { } refusal)
        {
            return new(refusal.Reply);
        }

        Transactions.Add((transaction.ReversePath?.ToString(), []));
        return default;
    }

    public ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken)
    {
        Transactions[^1].To.Add(recipient.Address.ToString());
        return default;
    }

    public ValueTask<ISmtpMessage> BeginMessageAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        BrokenPromiseException.Unless(transaction.Recipients.Count > 0, "a message has recipients");
        BrokenPromiseException.Unless(Open == 0, "one message at a time");
        Open++;
        return new(new Message(this));
    }

    private sealed class Message(SessionHost host) : ISmtpMessage
    {
        private readonly ArrayBufferWriter<byte> _content = new();
        private bool _isCommitted;
        private bool _isOver;

        public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
        {
            BrokenPromiseException.Unless(!_isOver && !_isCommitted, "nothing is written behind the end of a message");
            foreach (var segment in content)
            {
                _content.Write(segment.Span);
            }

            return default;
        }

        public ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken)
        {
            BrokenPromiseException.Unless(!_isOver && !_isCommitted, "a message is committed once");
            _isCommitted = true;
            host.Messages.Add(_content.WrittenSpan.ToArray());
            return new(SmtpReplies.Ok);
        }

        public void Answered()
        {
            BrokenPromiseException.Unless(!_isOver && _isCommitted, "what is answered was committed and is not over");
            host.Answered++;
        }

        public ValueTask DisposeAsync()
        {
            host.Open -= _isOver ? 0 : 1;
            _isOver = true;
            return default;
        }
    }
}
