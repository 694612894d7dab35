namespace Mail.Smtp;

/// <summary>What an <see cref="ISaslAccounts"/> says to credentials.</summary>
public abstract record SaslVerdict
{
    private SaslVerdict()
    {
    }

    /// <param name="User">The account's address.</param>
    public sealed record Accepted(string User) : SaslVerdict;

    /// <param name="Reply"><see cref="SaslReplies.Invalid"/> or <see cref="SaslReplies.Temporary"/>.</param>
    public sealed record Refused(SmtpReply Reply) : SaslVerdict
    {
        /// <summary>For a token, what is wrong with it in the words of RFC 6750 §3.1; <c>null</c> where nobody should be told.</summary>
        public string? BearerStatus { get; init; }
    }
}
