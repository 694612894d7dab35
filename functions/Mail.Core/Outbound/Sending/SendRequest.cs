namespace Mail.Core;

/// <summary>One message for one destination: what is said about it, and where it goes.</summary>
public sealed record SendRequest
{
    public required QueueId QueueId { get; init; }

    /// <summary>The recipients' domain, in lower case; or an address literal with its brackets.</summary>
    public required string Destination { get; init; }

    /// <summary>Direct or a smarthost: what discards or refuses is decided before and sends nothing.</summary>
    public required Transport Transport { get; init; }

    /// <summary>MAIL FROM, already rewritten when the message is sent on for somebody; <c>null</c> is <c>&lt;&gt;</c>.</summary>
    public required MailAddress? ReversePath { get; init; }

    /// <summary>Not empty, each address once.</summary>
    public required IReadOnlyList<SendRecipient> Recipients { get; init; }

    /// <summary>Opens the whole message as it goes out, at its start. Called once for each connection on which it is tried; the caller of it disposes the stream.</summary>
    public required Func<CancellationToken, ValueTask<Stream>> OpenContent { get; init; }

    /// <summary>Octets of the content.</summary>
    public required long Size { get; init; }

    public BodyType Body { get; init; }

    public bool SmtpUtf8 { get; init; }

    public DsnReturn? Ret { get; init; }

    /// <summary>Not xtext-encoded.</summary>
    public string? EnvId { get; init; }

    /// <summary>REQUIRETLS of RFC 8689: better not sent than sent without.</summary>
    public bool RequireTls { get; init; }

    /// <summary>
    /// The sender asks that policies of the destination (MTA-STS, DANE) do not stop the message (RFC 8689 §4.3, <c>TLS-Required: No</c>). What the transport says stands.
    /// </summary>
    public bool TlsOptional { get; init; }
}
