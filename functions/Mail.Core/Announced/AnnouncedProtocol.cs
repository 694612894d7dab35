namespace Mail.Core;

/// <summary>What mail programs speak with a mail server.</summary>
public enum AnnouncedProtocol
{
    /// <summary>Message submission, RFC 6409.</summary>
    Submission,

    /// <summary>RFC 9051.</summary>
    Imap,

    /// <summary>RFC 1939.</summary>
    Pop3,
}
