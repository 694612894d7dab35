namespace Mail.Smtp;

/// <summary>How an exchange ends when it does not succeed (RFC 4954 §6).</summary>
public static class SaslReplies
{
    /// <summary>One answer to a wrong password, an unknown user and a disabled account: nobody learns which.</summary>
    public static readonly SmtpReply Invalid = new(535, "5.7.8", "Authentication credentials invalid");

    /// <summary>Storage or the issuer of tokens does not answer, we are too busy, or too many attempts failed: the client keeps its password.</summary>
    public static readonly SmtpReply Temporary = new(454, "4.7.0", "Temporary authentication failure, try again later");

    /// <summary>The client's message does not follow its mechanism. RFC 4954 §4 has 501 for what cannot be decoded.</summary>
    public static readonly SmtpReply Malformed = new(501, "5.5.2", "Cannot decode response");
}
