namespace Mail.Smtp;

/// <summary>What is known of the client of a session. Changes with HELO/EHLO, STARTTLS and AUTH.</summary>
public sealed class SmtpSessionInfo
{
    /// <summary>Names the session in logs.</summary>
    public required string Id { get; init; }

    /// <summary>The client's IP address in text form; <c>null</c> when an edge hides it.</summary>
    public string? ClientAddress { get; set; }

    /// <summary>The client's verified reverse name; <c>null</c> when not known.</summary>
    public string? ClientName { get; set; }

    /// <summary>The client may say with XCLIENT that it speaks for another.</summary>
    public bool MayImpersonate { get; init; }

    /// <summary>What the host keeps with the session. Nothing here looks at it.</summary>
    public object? HostState { get; set; }

    /// <summary>
    /// How long the greeting is held back, to see whether the client speaks first. The host sets it in <see cref="ISmtpHost.ConnectAsync"/>; the
    /// greeting goes out at once when it does.
    /// </summary>
    public TimeSpan GreetingDelay { get; set; }

    /// <summary>The client sent something while the greeting was held back (RFC 5321 §4.3.1 has it wait). Known from the first command on.</summary>
    public bool SpokeFirst { get; internal set; }

    /// <summary>The argument of the last HELO or EHLO; <c>null</c> before.</summary>
    public string? Helo { get; set; }

    /// <summary>EHLO was the last greeting.</summary>
    public bool IsEsmtp { get; set; }

    /// <summary>The client came to a port for message submission (RFC 6409), not for relay between servers.</summary>
    public bool IsSubmission { get; init; }

    /// <summary><c>null</c> while the connection is plain.</summary>
    public SmtpTlsFacts? Tls { get; set; }

    /// <summary>For example <c>TLSv1.3</c>; <c>null</c> while the connection is plain.</summary>
    public string? TlsProtocol => Tls?.Protocol;

    /// <summary>For example <c>TLS_AES_256_GCM_SHA384</c>; <c>null</c> while the connection is plain.</summary>
    public string? TlsCipher => Tls?.Cipher;

    /// <summary>The address of the account that authenticated; <c>null</c> before.</summary>
    public string? AuthenticatedUser { get; set; }

    /// <summary>The SASL mechanism by which it did; <c>null</c> before.</summary>
    public string? AuthenticationMechanism { get; set; }
}
