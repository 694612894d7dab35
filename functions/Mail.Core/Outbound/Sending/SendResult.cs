namespace Mail.Core;

/// <summary>What one attempt came to.</summary>
public sealed record SendResult
{
    /// <summary>Every recipient of the request, once.</summary>
    public required IReadOnlyList<RecipientResult> Recipients { get; init; }

    public required SendScope Scope { get; init; }

    /// <summary>The name of the server that had the last word; <c>null</c> when none was reached.</summary>
    public string? Host { get; init; }

    /// <summary>Its address.</summary>
    public string? Address { get; init; }

    /// <summary>For the record, for example <c>TLSv1.3 TLS_AES_256_GCM_SHA384 verified</c>; <c>null</c> for a plain connection.</summary>
    public string? Tls { get; init; }

    /// <summary>The server takes over what NOTIFY asks for (RFC 3461 §5.2.1); otherwise a success notice that is asked for is ours to send: "relayed".</summary>
    public bool SupportsDsn { get; init; }
}
