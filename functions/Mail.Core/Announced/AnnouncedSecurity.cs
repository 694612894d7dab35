namespace Mail.Core;

/// <summary>How a connection is encrypted; there is none that is not.</summary>
public enum AnnouncedSecurity
{
    /// <summary>From the first octet on. What RFC 8314 §3 prefers.</summary>
    Tls,

    /// <summary>After a command.</summary>
    StartTls,
}
