using System.Buffers;
using Mail.Core;
using Mail.Testing.Smtp;

namespace Mail.Smtp.Tests;

/// <summary>
/// A host that writes down what it is asked. Addresses say what is to go wrong: <c>&lt;when&gt;-storage@</c> and <c>&lt;when&gt;-bug@</c> throw and
/// <c>&lt;when&gt;-450@</c> refuses, when being mail, begin, write or commit for a sender and rcpt for a recipient.
/// </summary>
internal sealed class RecordingHost : ISmtpHost
{
    private static readonly SmtpReply Refusal = new(450, "4.7.1", "Come back later");

    public List<string> Events { get; } = [];

    /// <summary>The answer to a connection: storage, bug, a code, or <c>null</c> for none.</summary>
    public string? Connect { get; init; }

    /// <summary>What EHLO offers; <c>bug</c> throws. On a port for submission only under TLS.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>Is called before a commit is answered.</summary>
    public Action? Committing { get; set; }

    public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken)
    {
        Fail(Connect ?? "", "");
        return new(int.TryParse(Connect, out var code) ? new SmtpReply(code, null, "Not you") : null);
    }

    /// <summary>A HELO name says what is to go wrong by its first label: helo-storage, helo-bug, helo-450.</summary>
    public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) =>
        new(Fail(session.Helo?.Split('.')[0], "helo-"));

    public IReadOnlyList<string> Mechanisms(SmtpSessionInfo session)
    {
        Fail(Offered is [var first, ..] ? first : null, "");
        return session is { IsSubmission: true, Tls: null } ? [] : Offered;
    }

    public ISaslExchange? BeginAuthentication(SmtpSessionInfo session, string mechanism) =>
        mechanism == "GONE" ? null : new FakeExchange(Events, mechanism);

    public ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        Events.Add("mail" + Describe(transaction));
        return new(Fail(transaction.ReversePath?.LocalPart, "mail-"));
    }

    public ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken)
    {
        var notify = recipient.Notify is { } value ? $" NOTIFY={value}" : "";
        var original = recipient.OriginalRecipient is { } text ? $" ORCPT={text}" : "";
        Events.Add($"rcpt <{recipient.Address}>{notify}{original}");
        return new(recipient.Address.LocalPart == "unknown"
            ? new SmtpReply(550, "5.1.1", "User unknown")
            : Fail(recipient.Address.LocalPart, "rcpt-"));
    }

    public ValueTask<ISmtpMessage> BeginMessageAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        var secured = session.Tls is { } tls ? $" {tls.Protocol}" : "";
        var user = session.AuthenticatedUser is { } name ? $" {name} by {session.AuthenticationMechanism}" : "";
        Events.Add($"begin {transaction.Recipients.Count} {(session.IsEsmtp ? "ESMTP" : "SMTP")} {session.Helo}{secured}{user}");
        Fail(transaction.ReversePath?.LocalPart, "begin-");
        return new(new Message(this, transaction.ReversePath?.LocalPart));
    }

    private static string Describe(SmtpTransaction transaction) => string.Concat(
        $" <{transaction.ReversePath}>",
        transaction.DeclaredSize is { } size ? $" SIZE={size}" : "",
        transaction.Body != BodyType.SevenBit ? $" BODY={transaction.Body}" : "",
        transaction.SmtpUtf8 ? " SMTPUTF8" : "",
        transaction.RequireTls ? " REQUIRETLS" : "",
        transaction.Ret is { } ret ? $" RET={ret}" : "",
        transaction.EnvId is { } envId ? $" ENVID={envId}" : "");

    private static SmtpReply? Fail(string? localPart, string when) => localPart switch
    {
        _ when localPart == when + "storage" => throw new StorageUnavailableException("The storage is away."),
        _ when localPart == when + "bug" => throw new InvalidOperationException("This is a bug, as the test wants it."),
        _ when localPart == when + "450" => Refusal,
        _ => null,
    };

    private sealed class Message(RecordingHost host, string? localPart) : ISmtpMessage
    {
        private readonly ArrayBufferWriter<byte> _content = new();
        private bool _isCommitted;

        public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
        {
            Fail(localPart, "write-");
            _content.Write(content.ToArray());
            return default;
        }

        public ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken)
        {
            host.Events.Add("commit " + SmtpDialogText.Encode(_content.WrittenSpan));
            host.Committing?.Invoke();
            var refusal = Fail(localPart, "commit-");
            _isCommitted = refusal is null;
            return new(refusal ?? new SmtpReply(250, "2.0.0", "Ok: queued as 1"));
        }

        public void Answered() => host.Events.Add("answered");

        public ValueTask DisposeAsync()
        {
            if (!_isCommitted)
            {
                host.Events.Add("abort");
            }

            return default;
        }
    }
}
