namespace Mail.Transport;

/// <summary>What a token endpoint makes of a code.</summary>
public abstract record OAuthOutcome
{
    private OAuthOutcome()
    {
    }

    /// <summary>The owner has agreed.</summary>
    public sealed record Granted(string RefreshToken) : OAuthOutcome
    {
        /// <summary>Says nothing of the token.</summary>
        public override string ToString() => "granted";
    }

    /// <summary>For good.</summary>
    /// <param name="Reason">For the operator, without secrets.</param>
    public sealed record Refused(string Reason) : OAuthOutcome;

    /// <summary>The owner has not typed the code yet (RFC 8628 §3.5).</summary>
    /// <param name="IsTooFast">It is to be asked for less often from now on.</param>
    public sealed record Waiting(bool IsTooFast) : OAuthOutcome;

    /// <summary>Nothing is known.</summary>
    public sealed record Unanswered(string Reason) : OAuthOutcome;
}
