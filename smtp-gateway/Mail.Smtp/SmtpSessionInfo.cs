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

    /// <summary>The argument of the last HELO or EHLO; <c>null</c> before.</summary>
    public string? Helo { get; set; }

    /// <summary>EHLO was the last greeting.</summary>
    public bool IsEsmtp { get; set; }

    public string? TlsProtocol { get; set; }

    public string? TlsCipher { get; set; }

    public string? AuthenticatedUser { get; set; }
}
