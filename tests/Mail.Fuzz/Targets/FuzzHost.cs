using System.Buffers;
using System.Text;
using Mail.Core;
using Mail.Smtp;
using Microsoft.Extensions.Logging;

namespace Mail.Fuzz.Targets;

/// <summary>Takes everything and writes down what it took. As a logger, keeps the exception of a session that failed.</summary>
internal sealed class FuzzHost(SmtpReply? greeting) : ISmtpHost, ILogger
{
    private const int SessionFailed = 105;

    public StringBuilder Events { get; } = new();

    public Exception? Bug { get; private set; }

    public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => new(greeting);

    public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

    public IReadOnlyList<string> Mechanisms(SmtpSessionInfo session) => ["PLAIN"];

    public ISaslExchange? BeginAuthentication(SmtpSessionInfo session, string mechanism) => new FuzzExchange();

    public ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        Events.Append("mail ").Append(transaction.ReversePath).Append('\n');
        return default;
    }

    public ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken)
    {
        Events.Append("rcpt ").Append(recipient.Address).Append('\n');
        return default;
    }

    public ValueTask<ISmtpMessage> BeginMessageAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        BrokenPromiseException.Unless(transaction.Recipients.Count > 0, "a message has recipients");
        return new(new Message(this));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == SessionFailed || exception is BrokenPromiseException)
        {
            Bug ??= exception;
        }
    }

    private sealed class Message(FuzzHost host) : ISmtpMessage
    {
        private readonly StringBuilder _content = new();
        private bool _isOver;

        public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
        {
            BrokenPromiseException.Unless(!_isOver, "nothing is written behind the end of a message");
            _content.Append(Encoding.Latin1.GetString(content));
            return default;
        }

        public ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken)
        {
            BrokenPromiseException.Unless(!_isOver, "a message is committed once");
            _isOver = true;
            var text = _content.Replace("\r\n", "\u2028").ToString();
            BrokenPromiseException.Unless(!text.AsSpan().ContainsAny('\r', '\n'), "content that is committed has whole line ends only");
            host.Events.Append("commit ").Append(text).Append('\n');
            return new(SmtpReplies.Ok);
        }

        public void Answered() => host.Events.Append("answered\n");

        public ValueTask DisposeAsync()
        {
            _isOver = true;
            return default;
        }
    }
}
