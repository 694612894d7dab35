namespace Mail.Gateway;

/// <summary>Whether the domain of MAIL FROM takes mail.</summary>
internal enum SenderDomain
{
    /// <summary>It has an MX or an address (RFC 5321 §5.1).</summary>
    Exists,

    /// <summary>It has neither, or does not exist.</summary>
    Missing,

    /// <summary>It says that it takes no mail (RFC 7505).</summary>
    NullMx,

    /// <summary>The DNS did not answer.</summary>
    Unavailable,
}
