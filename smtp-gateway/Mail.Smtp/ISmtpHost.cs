using System.Buffers;
using Mail.Core;

namespace Mail.Smtp;

/// <summary>
/// What the protocol asks of the program around it: policy and storage. Each question is answered with a reply to send instead of the
/// protocol's own, or <c>null</c> to go on. One host serves all sessions at once.
/// </summary>
/// <remarks>
/// A <see cref="StorageUnavailableException"/> from any member becomes 451 4.3.0; any other exception too, and it is logged as a bug: an unknown
/// failure is temporary (never 554). The obligations are those of maddy's delivery: Begin → Write* → Commit, and dispose without commit aborts.
/// </remarks>
public interface ISmtpHost
{
    /// <summary>A client has connected; a 5xx or 421 reply is sent in place of the greeting, and the session then allows QUIT only (RFC 5321 §3.1).</summary>
    ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken);

    /// <summary>MAIL FROM, syntactically good and within the size limit.</summary>
    ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken);

    /// <summary>RCPT TO, syntactically good and within the number of recipients; not in <paramref name="transaction"/> yet.</summary>
    ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken);

    /// <summary>DATA, or the first BDAT, with at least one accepted recipient. The transaction does not change from here on.</summary>
    ValueTask<ISmtpMessage> BeginMessageAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken);
}

/// <summary>The content of one message on its way in. Disposing without a commit aborts.</summary>
public interface ISmtpMessage : IAsyncDisposable
{
    /// <summary>Content as it will be stored: dots unstuffed, chunk headers gone, line ends CRLF. The memory is the caller's again when the task completes.</summary>
    ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken);

    /// <summary>The content is whole. The reply is sent as it is: 250 only when the message is durable and queued (S3).</summary>
    ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The reply of <see cref="CommitAsync"/> has been handed to the network whole. Not called when the connection broke before:
    /// the client may then send the same message again (RFC 1047).
    /// </summary>
    void Answered();
}

/// <summary>What is known of the client of a session. Changes with HELO/EHLO, STARTTLS and AUTH.</summary>
public sealed class SmtpSessionInfo
{
    /// <summary>Names the session in logs.</summary>
    public required string Id { get; init; }

    /// <summary>The client's IP address in text form; <c>null</c> when an edge hides it.</summary>
    public string? ClientAddress { get; set; }

    /// <summary>The client's verified reverse name; <c>null</c> when not known.</summary>
    public string? ClientName { get; set; }

    /// <summary>The argument of the last HELO or EHLO; <c>null</c> before.</summary>
    public string? Helo { get; set; }

    /// <summary>EHLO was the last greeting.</summary>
    public bool IsEsmtp { get; set; }

    public string? TlsProtocol { get; set; }

    public string? TlsCipher { get; set; }

    public string? AuthenticatedUser { get; set; }
}

/// <summary>One mail transaction: from MAIL to the end of its content, RSET or a new greeting (RFC 5321 §3.3).</summary>
public sealed class SmtpTransaction
{
    private readonly List<EnvelopeRecipient> _recipients = [];

    /// <summary><c>null</c> is <c>&lt;&gt;</c>.</summary>
    public required MailAddress? ReversePath { get; init; }

    /// <summary>SIZE= in octets; <c>null</c> when not given (RFC 1870).</summary>
    public long? DeclaredSize { get; init; }

    public BodyType Body { get; init; }

    public bool SmtpUtf8 { get; init; }

    public DsnReturn? Ret { get; init; }

    public string? EnvId { get; init; }

    /// <summary>Those answered 250, in order.</summary>
    public IReadOnlyList<EnvelopeRecipient> Recipients => _recipients;

    internal void Accept(EnvelopeRecipient recipient) => _recipients.Add(recipient);
}
