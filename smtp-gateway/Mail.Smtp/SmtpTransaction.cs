using Mail.Core;

namespace Mail.Smtp;

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

    /// <summary>REQUIRETLS of RFC 8689: the message goes nowhere without verified TLS.</summary>
    public bool RequireTls { get; init; }

    public DsnReturn? Ret { get; init; }

    public string? EnvId { get; init; }

    /// <summary>Those answered 250, in order.</summary>
    public IReadOnlyList<EnvelopeRecipient> Recipients => _recipients;

    internal void Accept(EnvelopeRecipient recipient) => _recipients.Add(recipient);
}
