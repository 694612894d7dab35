namespace Mail.Gateway;

/// <summary>What <see cref="TokenValidation"/> says to an access token.</summary>
internal abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <param name="Mailbox">The address that the token names.</param>
    public sealed record Good(string Mailbox) : TokenResult;

    /// <param name="Status">For the client: an error code of RFC 6750 §3.1.</param>
    /// <param name="Reason">For the log; nothing of the token itself.</param>
    public sealed record Bad(string Status, string Reason) : TokenResult;

    /// <summary>The issuer's keys cannot be had: nobody knows whether the token is good.</summary>
    public sealed record Unknown(string Reason) : TokenResult;
}
