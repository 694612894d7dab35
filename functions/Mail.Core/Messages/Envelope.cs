using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>
/// What SMTP said about a message, as opposed to what is in it (RFC 5321 §2.3.1), and how it came to us. Written once, when the
/// message is spooled, and never changed. Stored as versioned JSON: see <see cref="EnvelopeJson"/>.
/// </summary>
public sealed record Envelope
{
    /// <summary>A message has four stages with a rule each; a few recipients may differ. More marks than that are a mistake.</summary>
    public const int MaxTags = 16;

    public required QueueId QueueId { get; init; }

    /// <summary>MAIL FROM; <c>null</c> is the null reverse-path <c>&lt;&gt;</c> of bounces and other notices.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required MailAddress? ReversePath { get; init; }

    /// <summary>RCPT TO in the order given, never empty. A recipient's place, counted from 1, names it for good.</summary>
    public required IReadOnlyList<EnvelopeRecipient> Recipients { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The peer's IP address in text form; <c>null</c> when there was no connection (import, drop into the spool) or an edge hides it.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>The verified reverse name of <see cref="ClientAddress"/>; <c>null</c> when unknown.</summary>
    public string? ClientName { get; init; }

    /// <summary>The argument of HELO or EHLO: a claim, nothing more.</summary>
    public string? Helo { get; init; }

    /// <summary>The <c>with</c> clause of our Received field: SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA, UTF8SMTP… (RFC 3848, RFC 6531 §4.3).</summary>
    public string Protocol { get; init; } = "SMTP";

    /// <summary>For example <c>TLSv1.3</c>; <c>null</c> for a plain connection.</summary>
    public string? TlsProtocol { get; init; }

    /// <summary>For example <c>TLS_AES_256_GCM_SHA384</c>; <c>null</c> for a plain connection.</summary>
    public string? TlsCipher { get; init; }

    /// <summary>The address of the account that authenticated; <c>null</c> when none did.</summary>
    public string? AuthenticatedUser { get; init; }

    /// <summary>
    /// The client may send to domains that are not ours: it had authenticated, or is in a network for which we relay. Otherwise a recipient elsewhere
    /// is one whose domain was ours when the message came.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MayRelay { get; init; }

    /// <summary>What the gateway found out about the client, as <see cref="ClientChecks"/> writes it; <c>null</c> for clients that are not checked.</summary>
    public string? Checks { get; init; }

    public BodyType Body { get; init; }

    /// <summary>MAIL was given with SMTPUTF8 (RFC 6531 §3.4).</summary>
    public bool SmtpUtf8 { get; init; }

    /// <summary>MAIL was given with REQUIRETLS (RFC 8689): better not delivered than sent on without verified TLS.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RequireTls { get; init; }

    /// <summary>RET of RFC 3461 §4.3: how much of the message a DSN may return; <c>null</c> when the client did not say.</summary>
    public DsnReturn? Ret { get; init; }

    /// <summary>ENVID of RFC 3461 §4.4, xtext-decoded; <c>null</c> when the client gave none.</summary>
    public string? EnvId { get; init; }

    /// <summary>Marks that access rules have put on it (<see cref="AccessAction.Tag"/>), at most <see cref="MaxTags"/>; <c>null</c> when none did.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>
    /// A copy that a rule of its recipient sends on, changed: it goes there and not to the recipient, on whose behalf it goes. <c>null</c> for every message that came.
    /// </summary>
    public MailAddress? RedirectTo { get; init; }

    /// <summary>
    /// The remote account that it was collected from (<see cref="RemoteAccountKey"/>); <c>null</c> for what came otherwise. It has been delivered once
    /// before, to another mailbox of its recipient: nobody is answered for it.
    /// </summary>
    public string? FetchedFrom { get; init; }

    /// <summary>Straight into INBOX: neither spam filter nor rules look at it, as its recipient wants it for what is collected from there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unsorted { get; init; }

    /// <summary>The W3C <c>traceparent</c> under which the gateway received the message, so that delivery continues the same trace.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>One RCPT TO with its DSN parameters (RFC 3461 §4.1, §4.2).</summary>
public sealed record EnvelopeRecipient
{
    public required MailAddress Address { get; init; }

    /// <summary>ORCPT as <c>addr-type;address</c>, xtext-decoded; <c>null</c> when the client gave none.</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary><c>null</c> when the client did not say: a DSN is then sent on failure, and on delay if we wish.</summary>
    public DsnNotify? Notify { get; init; }
}

/// <summary>BODY= of RFC 6152 and RFC 3030.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BodyType>))]
public enum BodyType
{
    [JsonStringEnumMemberName("7BIT")]
    SevenBit,
    [JsonStringEnumMemberName("8BITMIME")]
    EightBitMime,
    [JsonStringEnumMemberName("BINARYMIME")]
    BinaryMime,
}

/// <summary>RET= of RFC 3461 §4.3.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DsnReturn>))]
public enum DsnReturn
{
    [JsonStringEnumMemberName("FULL")]
    Full,
    [JsonStringEnumMemberName("HDRS")]
    Headers,
}

/// <summary>NOTIFY= of RFC 3461 §4.1. <see cref="Never"/> excludes the others.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<DsnNotify>))]
public enum DsnNotify
{
    [JsonStringEnumMemberName("NEVER")]
    Never = 0,
    [JsonStringEnumMemberName("SUCCESS")]
    Success = 1,
    [JsonStringEnumMemberName("FAILURE")]
    Failure = 2,
    [JsonStringEnumMemberName("DELAY")]
    Delay = 4,
}
